import { expect, it } from 'vitest'
import { LABELS } from '#contracts/privacy.ts'
import { labelOfFinding } from './label.ts'

const found = (type: string) => labelOfFinding({ type, start: 0, end: 8, score: 1, recognizer: 'workspace' })

it('what a workspace calls private has the label that it was given, and the strictest where that cannot be read', () => {
  expect(LABELS.map((label) => found(`WORKSPACE/${label}`))).toEqual(LABELS)
  expect(found('WORKSPACE/secret')).toBe('restricted')
})
