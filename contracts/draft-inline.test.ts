import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Inline, parseInline, plainText } from './draft-inline.ts'

/** Pieces as a text that shows how each is set off. */
function shown(source: string): string {
  return parseInline(source).map(shownPiece).join('')
}

function shownPiece(piece: Inline): string {
  switch (piece.kind) {
    case 'marker':
      return `{${piece.text}}`
    case 'image':
      return `{image ${piece.text} ${piece.address}}`
    case 'link':
      return `{link ${piece.pieces.map(shownPiece).join('')} ${piece.address}}`
    case 'code':
    case 'text': {
      const of = [...piece.emphasis, ...(piece.kind === 'code' ? ['code'] : [])]
      return of.length === 0 ? piece.text : `{${of.join('+')} ${piece.text}}`
    }
  }
}

describe('what a model writes within a line', () => {
  it.each([
    ['A **bold [2]** claim [1].', 'A {bold bold }{[2]} claim {[1]}.'],
    ['*so* and _so_, ***both***, **a *b* c**', '{italic so} and {italic so}, {bold+italic both}, {bold a }{bold+italic b}{bold  c}'],
    ['~~old~~ new, and **~~both~~**', '{struck old} new, and {bold+struck both}'],
    ['`a*b` and ``a`b`` and ` `` `', '{code a*b} and {code a`b} and {code ``}'],
    ['**`code` in bold**', '{bold+code code}{bold  in bold}'],
    ['[the **plan** [1]](https://x.example/a_(b)) !', '{link the {bold plan} {[1]} https://x.example/a_(b)} !'],
    ['![A *boat*](boat.png) at sea, ![](x.png)', '{image A *boat* boat.png} at sea, {image  x.png}'],
    ['[![badge](b.svg)](https://x.example)', '{link {image badge b.svg} https://x.example}'],
    ['[plan](https://x.example "The plan")', '{link plan https://x.example "The plan"}'],
    ['[](https://x.example)', '{link https://x.example https://x.example}'],
    ['Great![1] Even [2](so)', 'Great!{[1]} Even {[2]}(so)'],
    ['**「重要」**です, *중요*한', '{bold 「重要」}です, {italic 중요}한'],
    ['**Note:**text', '{bold Note:}text'],
    ['\\*not so\\* and \\[1\\]', '*not so* and [1]'],
  ])('%s', (source, expected) => {
    expect(shown(source)).toBe(expected)
  })

  it.each([
    '2 * 3 * 4 is 24, and a*b*c and α*β*γ too',
    'snake_case_name and __dunder',
    'about ~5 or ~6, and ~~~ three',
    '**half <img src=x onerror=alert(1)> [1',
    '**still open',
    '[no target] and [none]() and (alone)',
    '\\\\server\\share and C:\\new',
    '** not ** bold **',
  ])('leaves signs that mean themselves: %s', (source) => {
    expect(shown(source)).toBe(source)
  })

  it('does not set one half of a pair off by the other: CommonMark’s rule of three', () => {
    expect(shown('**重*要**')).toBe('{bold 重*要}')
    expect(shown('a** b **c**')).toBe('a** b {bold c}')
  })

  it('has a plain text, for whoever only listens', () => {
    expect(plainText(parseInline('**The** [`plan`](x) [1] ![of a boat](y)'))).toBe('The plan [1] of a boat')
  })
})

/** All that a reader or a tooltip shows of pieces. */
function everything(pieces: readonly Inline[]): string {
  return pieces
    .map((piece) =>
      piece.kind === 'link'
        ? (piece.pieces.every((one) => 'text' in one && one.text === piece.address) ? '' : everything(piece.pieces)) + piece.address
        : piece.text + (piece.kind === 'image' ? piece.address : ''),
    )
    .join('')
}

/** Without the signs that are marks, and without white space, which code may lose at its ends. */
const unmarked = (text: string): string => text.replaceAll(/[*_~`()[\]!\\\s]/g, '')

describe('any text', () => {
  const unit = fc.constantFrom('a', 'é', ' ', '*', '**', '_', '~~', '`', '[', ']', '](', '(', ')', '![', '[1]', '\\', '\n', '<', '"', '😀')
  const texts = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(''))

  it('loses no visible character, and none comes twice', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(unmarked(everything(parseInline(text)))).toBe(unmarked(text))
      }),
      { numRuns: 10_000 },
    )
  })

  it('without marks is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const plain = text.replaceAll(/[*_~`[\]!\\]/g, '')
        expect(everything(parseInline(plain))).toBe(plain)
      }),
    )
  })
})
