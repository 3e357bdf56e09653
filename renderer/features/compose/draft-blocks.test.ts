import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
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
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '*', '`', '[', ']', '(', ')', '1', '\n', '<') }), (text) => {
      const shown = parseInline(text)
        .map((piece) => `${piece.text}${piece.address ?? ''}`)
        .join('')
      // The marks themselves are what is not shown.
      expect(shown.replaceAll(/[*`()[\]]/g, '')).toBe(text.replaceAll(/[*`()[\]]/g, ''))
    }),
  )
})

describe('what an editor puts into a draft', () => {
  it('is shown as what it means, and addresses are shown, not followed', () => {
    expect(parseInline('*so* `a*b` [the plan](https://x.example)')).toEqual([
      { kind: 'italic', text: 'so' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'a*b' },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'the plan', address: 'https://x.example' },
    ])
  })

  it('leaves signs that mean themselves', () => {
    expect(parseInline('2 * 3 * 4 is 24, and a*b*c too')).toEqual([{ kind: 'text', text: '2 * 3 * 4 is 24, and a*b*c too' }])
    expect(parseInline('**still open')).toEqual([{ kind: 'text', text: '**still open' }])
  })

  it('has quotes and code as blocks, also while the code is being written', () => {
    expect(parseBlocks('> one\n> two\n\n```\n# no heading\n').map(({ kind, source }) => [kind, source])).toEqual([
      ['quote', 'one\ntwo'],
      ['code', '# no heading\n'],
    ])
  })
})
