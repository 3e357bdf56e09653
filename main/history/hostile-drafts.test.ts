import { expect, it } from 'vitest'
import { parseInline, plainText } from '#contracts/draft-inline.ts'
import { parseDraft } from '#contracts/draft-markup.ts'
import { threadMs } from '../thread-time.ts'

/** UTF-16 code units. */
const SIZE = 100_000

it.each([
  '[',
  '](',
  '[a](',
  '![',
  '![a](b)',
  '[a](b "',
  '*a ',
  '**a',
  '_a',
  '*a_b ',
  '~~a',
  '`',
  '`a``b',
  '<br ',
  '\\',
  '|',
  '| a ',
  '- ',
  '> ',
  '  - a\n',
  ' ',
  '\t',
  '#',
  '~',
  '~`',
  '|\n',
  '|a\n|-\n',
  '-\u2028 ',
  '1. a\n\n',
  '- a\n\n\n',
  '* * ',
  '***a** b* ',
  '[[1]](x) ',
  '\n',
])('a draft of %j over and over is read in linear time', (part) => {
  const text = part.repeat(SIZE / part.length)
  const before = threadMs()
  for (const block of parseDraft(text, { growing: true })) plainText(parseInline(JSON.stringify(block)))
  plainText(parseInline(text))
  // Quadratic time would be minutes.
  expect(threadMs() - before).toBeLessThan(3_000)
})
