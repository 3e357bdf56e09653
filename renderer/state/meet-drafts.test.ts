import { expect, test } from 'vitest'
import { type Draft, EMPTY_DRAFT } from '#contracts/compose.ts'
import { LIMITS } from '#contracts/generation.ts'
import { joinPrompts, meetDrafts, sameDraft } from './meet-drafts.ts'

const draft = (patch: Partial<Draft>): Draft => ({ ...EMPTY_DRAFT, ...patch })

test('what was changed here stays, everything else is taken from what is stored', () => {
  const known = draft({ prompt: 'a', template: 'brief', excludedSources: ['src_1'] })
  const here = { ...known, prompt: 'ab', localOnly: true }
  const stored = { ...known, prompt: 'xyz', template: 'email' as const, excludedSources: [] }
  expect(meetDrafts(known, here, stored)).toEqual({ ...stored, prompt: 'ab', localOnly: true })
})

test('with nothing changed here, what is stored is shown', () => {
  const known = draft({ prompt: 'a' })
  const stored = draft({ prompt: 'b', route: 'local', raisedLabel: 'internal', excludedSources: ['src_2'] })
  expect(sameDraft(meetDrafts(known, known, stored), stored)).toBe(true)
})

test.each([
  ['', 'typed', 'typed'],
  ['stored', '', 'stored'],
  ['stored', 'typed', 'stored\ntyped'],
  ['stored ', 'typed', 'stored typed'],
  ['stored', 'stored and more', 'stored and more'],
  ['same', 'same', 'same'],
])('stored %j and typed %j are %j', (stored, typed, joined) => {
  expect(joinPrompts(stored, typed)).toBe(joined)
})

test('two texts that are too long together are not joined', () => {
  expect(joinPrompts('a'.repeat(LIMITS.promptChars), 'typed')).toBeNull()
})
