import { expect, it } from 'vitest'
import { countWords } from './count-words.ts'

it('counts words and not marks of the text', () => {
  expect(countWords('', 'en')).toBe(0)
  expect(countWords('## The plan\n\n- don’t **panic** [1]', 'en')).toBe(5)
  expect(countWords('لخّص أهم النقاط', 'ar')).toBe(3)
})

it('counts a very long text too', () => {
  expect(countWords('one two '.repeat(20_000), 'en')).toBe(40_000)
})
