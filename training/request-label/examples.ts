import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillTemplate, parseTemplates, type Slots, seeded, sloppy } from './fill-template.ts'
import { SLOTS } from './slots.ts'

export interface Example {
  readonly text: string
  /** `business`, or one of the personal kinds, or `public`. */
  readonly kind: string
  /** Where it comes from, for figures by set. */
  readonly set: string
}

export function isPersonal(kind: string): boolean {
  return kind !== 'public' && kind !== 'business'
}

const README_LENGTH = 6_000

function halfOf(text: string): number {
  return (createHash('sha256').update(text).digest()[0] ?? 0) % 2
}

/** Fills every template of a file so many times. */
export function generate(file: string, times: number, seed: number, lexiconsDir: string): Example[] {
  const slots = slotsWith(lexiconsDir)
  const random = seeded(seed)
  return parseTemplates(readFileSync(join(import.meta.dirname, file), 'utf8')).flatMap(({ kind, text }) =>
    Array.from({ length: times }, () => ({ text: sloppy(fillTemplate(text, slots, random), random), kind, set: `generated ${kind}` })),
  )
}

/** Public sets of which one half (by the hash of the prompt) teaches and the other tests. */
export const PUBLIC_SETS = ['routellm_mmlu', 'routellm_gsm8k', 'routellm_mtbench', 'llmrouter_9models', 'routerarena_sub10'] as const

/** The prompts of a public set, at most so many of them; `half` 0 teaches, 1 tests. */
export function publicPrompts(dataDir: string, set: string, half: 0 | 1, most = Number.POSITIVE_INFINITY): Example[] {
  return lines(join(dataDir, `${set}.dev.jsonl`))
    .map((row) => String(row.prompt))
    .filter((prompt) => halfOf(prompt) === half)
    .slice(0, most)
    .map((text) => ({ text, kind: 'public', set }))
}

/** The first pages of the read-me files of installed packages: public prose about products, in which people say `we` and `our`. */
export function packageReadmes(half: 0 | 1): Example[] {
  const modules = join(import.meta.dirname, '../../node_modules')
  const names = readdirSync(modules)
    .sort()
    .filter((name) => !name.startsWith('.') && !name.startsWith('@'))
  return names.flatMap((name) => {
    const file = join(modules, name, 'README.md')
    if (halfOf(name) !== half || !existsSync(file)) return []
    return [{ text: readFileSync(file, 'utf8').slice(0, README_LENGTH), kind: 'public', set: 'package read-me files' }]
  })
}

/** Rows of the request-level set: never learnt from. */
export function requestRows(dataDir: string): Example[] {
  return lines(join(dataDir, 'vllm_sr_privacy.dev.jsonl'))
    .filter(({ group }) => group !== 'attack')
    .map(({ text, group, label }) => ({
      text: String(text),
      kind: group === 'private' ? 'business' : 'public',
      set:
        group === 'private'
          ? `vllm private ${/^[A-Z]|^pii/.test(String(label)) ? 'with identifiers' : 'context'}`
          : `vllm ${String(group)}`,
    }))
}

/** Rows of the span set that name a person and something else: never learnt from. */
export function personRows(dataDir: string): Example[] {
  return lines(join(dataDir, 'presidio_synth_v2_tmpl.dev.jsonl'))
    .filter(({ spans }) => Array.isArray(spans) && spans.length > 1 && spans.some((span) => Array.isArray(span) && span[2] === 'PERSON'))
    .map(({ text }) => ({ text: String(text), kind: 'personal', set: 'presidio person and more' }))
}

function lines(file: string): Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => {
      const row: unknown = JSON.parse(line)
      return typeof row === 'object' && row !== null ? { ...row } : {}
    })
}

function slotsWith(lexiconsDir: string): Slots {
  const read = (name: string): string[] =>
    readFileSync(join(lexiconsDir, `${name}.txt`), 'utf8')
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim().toLowerCase())
      .filter((line) => line.length > 2)
  const title = (word: string): string => word.replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase())
  const ordinary = new Set([...read('common-words'), ...read('ambiguous-names')])
  const names = (name: string): string[] =>
    read(name)
      .filter((word) => !ordinary.has(word))
      .map(title)
  const places = read('places').map(title)
  return { ...SLOTS, first: names('first-names'), last: names('last-names'), city: places, country: places }
}
