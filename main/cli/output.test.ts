import { expect, it } from 'vitest'
import { excerpt } from './output.ts'

it.each<[string, string, number, string]>([
  ['a short text stands as it is, on one line', 'one\n  two', 20, 'one two'],
  ['a long one is cut between two words', 'the first year of data service', 16, 'the first year …'],
  ['a long word is cut where the line ends', 'a'.repeat(30), 10, `${'a'.repeat(10)} …`],
])('%s', (_case, text, chars, shown) => {
  expect(excerpt(text, chars)).toBe(shown)
})
