import { expect, it } from 'vitest'
import type { Label } from '#contracts/privacy.ts'
import { labelOfSource } from './label-of-source.ts'

const LABELS: Readonly<Record<string, Label>> = { 'letter to ann@example.org.txt': 'confidential', 'a key': 'restricted' }
const workers = { scan: async (text: string) => ({ label: LABELS[text] ?? ('public' as const), findings: [], evidence: [], elapsedMs: 0 }) }

it.each<[name: string, text: string, Label]>([
  ['letter to ann@example.org.txt', 'Nothing private.', 'confidential'],
  ['notes.txt', 'a key', 'restricted'],
  ['letter to ann@example.org.txt', 'a key', 'restricted'],
  ['notes.txt', 'Nothing private.', 'public'],
])('is the higher of what name and text say: %s with “%s” is %s', async (name, text, label) => {
  expect(await labelOfSource(workers, name, text)).toBe(label)
})
