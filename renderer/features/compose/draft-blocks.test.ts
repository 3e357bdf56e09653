import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupBlocks, parseBlocks, parseInline } from './draft-blocks.ts'

test('reads headings, paragraphs and lists', () => {
  const blocks = parseBlocks('# Title\n\nOne\ntwo\n\n- a\n- b\n1. c')
  expect(blocks.map(({ kind, source }) => [kind, source])).toEqual([
    ['heading', 'Title'],
    ['paragraph', 'One\ntwo'],
    ['bullet', 'a'],
    ['bullet', 'b'],
    ['numbered', 'c'],
  ])
  expect(groupBlocks(blocks).map((group) => group.length)).toEqual([1, 1, 2, 1])
})

test('reads bold and citation markers, also a marker inside bold', () => {
  expect(parseInline('A **bold [2]** claim [1].')).toEqual([
    { kind: 'text', text: 'A ' },
    { kind: 'bold', text: 'bold ' },
    { kind: 'marker', text: '[2]' },
    { kind: 'text', text: ' claim ' },
    { kind: 'marker', text: '[1]' },
    { kind: 'text', text: '.' },
  ])
})

test('leaves unfinished marks and HTML as the text they are', () => {
  const source = '**half <img src=x onerror=alert(1)> [1'
  expect(parseInline(source)).toEqual([{ kind: 'text', text: source }])
})

test('loses no visible character of any text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const shown = parseInline(text)
        .map((piece) => piece.text)
        .join('')
      expect(shown.replaceAll('*', '')).toBe(text.replaceAll('*', ''))
    }),
  )
})
