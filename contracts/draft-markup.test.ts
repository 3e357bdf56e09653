import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, parseDraft } from './draft-markup.ts'

/** Blocks as nested lists of words, for comparing. */
function shape(blocks: readonly Block[]): unknown[] {
  return blocks.map(shapeOfOne)
}

function shapeOfOne(block: Block): unknown {
  switch (block.kind) {
    case 'paragraph':
      return block.source
    case 'heading':
      return [`h${block.level}`, block.source]
    case 'code':
      return ['code', block.language, block.source]
    case 'rule':
      return ['rule']
    case 'quote':
      return ['quote', ...shape(block.blocks)]
    case 'list':
      return [block.ordered ? 'ol' : 'ul', ...block.items.map((item) => [...(block.ordered ? [item.number] : []), ...shape(item.blocks)])]
    case 'table':
      return ['table', block.alignments, block.head, ...block.rows]
  }
}

const shapeOf = (text: string, growing = false): unknown[] => shape(parseDraft(text, { growing }))

describe('blocks', () => {
  it('are headings, paragraphs and lists', () => {
    expect(shapeOf('# Title ##\n\nOne\ntwo\n\n- a\n- b\n1. c')).toEqual([
      ['h1', 'Title'],
      'One\ntwo',
      ['ul', ['a'], ['b']],
      ['ol', [1, 'c']],
    ])
  })

  it('are quotes with blocks of their own, rules, and code that nothing is read in', () => {
    expect(shapeOf('> one\n> two\n> - three\n\n---\n***\n```ts\n# no heading\n\n| a |\n```\ntext')).toEqual([
      ['quote', 'one\ntwo', ['ul', ['three']]],
      ['rule'],
      ['rule'],
      ['code', 'ts', '# no heading\n\n| a |'],
      'text',
    ])
    expect(shapeOf('````\n```\n````\n~~~\n`\n~~~')).toEqual([
      ['code', '', '```'],
      ['code', '', '`'],
    ])
    expect(shapeOf('```inline``` only')).toEqual(['```inline``` only'])
  })

  it('code that is still being written is code already', () => {
    expect(shapeOf('```\n# no heading\n')).toEqual([['code', '', '# no heading\n']])
  })
})

describe('lists', () => {
  it('nest by their indentation, by two columns below a number too, and by tabs', () => {
    expect(shapeOf('1. a\n  - b\n    - c\n  - d\n2. e\n\t1) f')).toEqual([
      ['ol', [1, 'a', ['ul', ['b', ['ul', ['c']]], ['d']]], [2, 'e', ['ol', [1, 'f']]]],
    ])
  })

  it('keep their numbers, and count where every item is written with the same one', () => {
    expect(shapeOf('3. a\n4. b\n7. c')).toEqual([['ol', [3, 'a'], [4, 'b'], [7, 'c']]])
    expect(shapeOf('3. a\n2. b\n1. c')).toEqual([['ol', [3, 'a'], [2, 'b'], [1, 'c']]])
    expect(shapeOf('1. a\n1. b\n1. c')).toEqual([['ol', [1, 'a'], [2, 'b'], [3, 'c']]])
    expect(shapeOf('1. a\n\ntext\n\n2. b')).toEqual([['ol', [1, 'a']], 'text', ['ol', [2, 'b']]])
  })

  it('have paragraphs, code and tables in their items', () => {
    expect(shapeOf('1. a\ngoes on\n\n   b\n\n   ```sh\n   run\n     it\n   ```\n\n2. c\n   | x |\n   |---|\n   | y |\n\nd')).toEqual([
      ['ol', [1, 'a\ngoes on', 'b', ['code', 'sh', 'run\n  it']], [2, 'c', ['table', [null], ['x'], ['y']]]],
      'd',
    ])
  })

  it('are none where a sign begins a sentence', () => {
    expect(shapeOf('-5 degrees\n*so* it is\n1999. That year')).toEqual(['-5 degrees\n*so* it is\n1999. That year'])
  })
})

describe('tables', () => {
  it('have alignments, escaped pipes, rows that are short or long, and lose nothing', () => {
    expect(shapeOf('Costs:\n| Item | Price | Note |\n|:--|--:|:-:|\n| a \\| b | 5 [1] |\n| c | 6 | x | y |\n|  |\n\nafter | this')).toEqual(
      [
        'Costs:',
        ['table', ['start', 'end', 'center'], ['Item', 'Price', 'Note'], ['a | b', '5 [1]'], ['c', '6', 'x | y'], ['']],
        'after | this',
      ],
    )
  })

  it('need no pipes at their edges, and end where a row has none', () => {
    expect(shapeOf('a | b\n- | -\n1 | 2\nThat is all.')).toEqual([['table', [null, null], ['a', 'b'], ['1', '2']], 'That is all.'])
  })

  it('have what cites a row in its last cell, though it stands behind the row', () => {
    expect(shapeOf('| a | b | [1]\n|---|---|\n| c | d | [2] [3]\n| e | [4] |\n| f \\| [5]')).toEqual([
      ['table', [null, null], ['a', 'b [1]'], ['c', 'd [2] [3]'], ['e', '[4]'], ['f | [5]']],
    ])
  })

  it('may have a line break in a cell', () => {
    expect(shapeOf('| a |\n|---|\n| b<br>c<br/>d <b>e</b> |')).toEqual([['table', [null], ['a'], ['b\nc\nd <b>e</b>']]])
  })

  it.each(['a | b\n---', '| a | b |\n|---|', 'a\n---|', '| a | b |\n| c | d |', '|x| + |y|'])('are none: %j', (text) => {
    expect(parseDraft(text).some(({ kind }) => kind === 'table')).toBe(false)
  })

  it('are tables from their first line on while a draft grows, and never fall back to pipes', () => {
    const text = 'Here it is:\n\n| Item | Price |\n|:---|---:|\n| a | 5 |\n| b | 6 |\n'
    for (let end = text.indexOf('|') + 1; end <= text.length; end++) {
      const blocks = parseDraft(text.slice(0, end), { growing: true })
      expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'table'])
    }
    expect(shapeOf('- x\n  | Item | Pri', true)).toEqual([['ul', ['x', ['table', [], ['Item', 'Pri']]]]])
    expect(shapeOf(text)).toEqual(shapeOf(text, true))
  })

  it('that never came are the text they were', () => {
    expect(shapeOf('| not | one', true)).toEqual([['table', [], ['not', 'one']]])
    expect(shapeOf('| not | one\n\nafter', true)).toEqual(['| not | one', 'after'])
    expect(shapeOf('| not | one')).toEqual(['| not | one'])
  })
})

/** All that is shown of blocks. */
function everything(blocks: readonly Block[]): string {
  return blocks.map(everythingOf).join('')
}

function everythingOf(block: Block): string {
  switch (block.kind) {
    case 'list':
      return block.items.map((item) => everything(item.blocks)).join('')
    case 'quote':
      return everything(block.blocks)
    case 'table':
      return [block.head, ...block.rows].flat().join('')
    case 'rule':
      return ''
    case 'code':
      return block.language + block.source
    case 'paragraph':
    case 'heading':
      return block.source
  }
}

describe('any text', () => {
  const unit = fc.constantFrom(
    'a',
    'b c',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '- ',
    '1. ',
    '2) ',
    '> ',
    '# ',
    '|',
    '\\|',
    '|---|',
    '---',
    '```',
    '~~~',
    '\t',
    '[1]',
  )
  const texts = fc.array(unit, { maxLength: 40 }).map((parts) => parts.join(''))
  /** Letters only: signs may be marks, and numbers are those of items. */
  const letters = (text: string): string => text.replaceAll(/[^a-z]/g, '')

  it('loses no letter and keeps their order', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, growing) => {
        expect(letters(everything(parseDraft(text, { growing })))).toBe(letters(text))
      }),
      { numRuns: 3_000 },
    )
  })

  it('of plain lines is paragraphs, each as it was', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => text.trim() !== '' && !/[\r\n|#>*_~`•+-]|\d/.test(text))
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(shapeOf(lines.join('\n\n'))).toEqual(lines)
      }),
    )
  })
})

describe('hostile texts', () => {
  it('that nest deeply are not read deeper than a reader could follow', () => {
    const text = Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}- item${depth}`).join('\n')
    expect(everything(parseDraft(text)).match(/item\d+/g)).toHaveLength(300)
  })
})
