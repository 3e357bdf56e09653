import type { ILevelsOptions, IParagraphOptions, IRunOptions, Paragraph, ParagraphChild, Table } from 'docx'
import { type Emphasis, type Inline, isItsAddress, parseInline } from '#contracts/draft-inline.ts'
import { type Block, type ListItem, parseDraft } from '#contracts/draft-markup.ts'
import { closedUp, numberOf } from './exported-draft.ts'

type Docx = typeof import('docx')

/** A numbered list, or as much of one as counts by ones, as Word knows it. */
export interface Numbering {
  readonly reference: string
  readonly levels: readonly ILevelsOptions[]
}

/** Where a block stands. Lists and quotes are indented by one step each. */
interface Place {
  readonly steps: number
  readonly quoted: boolean
}

/** Twentieths of a point: of one step of indentation, of the sign before an item, below a paragraph. */
const STEP = 480
const HANGING = 360
const AFTER = 160
const MONOSPACED = { font: 'Courier New', size: 20 } as const
const MARKS: Readonly<Record<Emphasis, IRunOptions>> = { bold: { bold: true }, italic: { italics: true }, struck: { strike: true } }
/** What XML 1.0 cannot hold in any form. */
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** Text that a Word document can hold. */
export function clean(text: string): string {
  return text.toWellFormed().replace(NO_XML, '')
}

/** Runs of a text; its line breaks are Word's. */
export function runs(docx: Docx, text: string, options: IRunOptions = {}): ParagraphChild[] {
  return clean(text)
    .split('\n')
    .map((line, index) => new docx.TextRun({ ...options, text: line, ...(index === 0 ? {} : { break: 1 }) }))
}

/** A draft's Markdown as paragraphs and tables. `markers` are those that have a footnote; `numberings` have to be declared by the document. */
export function docxOf(
  docx: Docx,
  text: string,
  markers: ReadonlySet<string>,
): { children: (Paragraph | Table)[]; numberings: Numbering[] } {
  const numberings: Numbering[] = []
  const { Paragraph, AlignmentType } = docx
  const headings = Object.values(docx.HeadingLevel).filter((level) => level.startsWith('Heading'))

  const children = (pieces: readonly Inline[], options: IRunOptions = {}): ParagraphChild[] =>
    closedUp(pieces, markers).flatMap((piece) => childrenOf(piece, options))

  function childrenOf(piece: Inline, options: IRunOptions): ParagraphChild[] {
    switch (piece.kind) {
      case 'text':
      case 'code': {
        const marks = piece.emphasis.map((one) => MARKS[one])
        return runs(docx, piece.text, Object.assign({}, options, piece.kind === 'code' ? MONOSPACED : {}, ...marks))
      }
      case 'link':
        return [
          ...children(piece.pieces, { ...options, underline: { type: 'dotted' } }),
          ...(isItsAddress(piece) ? [] : runs(docx, ` (${piece.address})`, options)),
        ]
      case 'image':
        return runs(docx, piece.text === '' ? piece.address : piece.text, { ...options, italics: true })
      case 'marker':
        return markers.has(piece.text) ? [new docx.FootnoteReferenceRun(Number(numberOf(piece.text)))] : runs(docx, piece.text, options)
    }
  }
  const line = (source: string, options?: IRunOptions): ParagraphChild[] => children(parseInline(source), options)
  const at = ({ steps, quoted }: Place): IParagraphOptions => ({
    spacing: { after: AFTER },
    ...(steps === 0 ? {} : { indent: { start: steps * STEP } }),
    ...(quoted ? { border: { left: { style: 'single', size: 12, space: 8, color: '999999' } } } : {}),
  })

  function blocks(all: readonly Block[], place: Place): (Paragraph | Table)[] {
    return all.flatMap((block) => one(block, place))
  }

  function one(block: Block, place: Place): (Paragraph | Table)[] {
    switch (block.kind) {
      case 'paragraph':
        return [new Paragraph({ ...at(place), children: line(block.source) })]
      case 'heading': {
        const heading = headings[block.level - 1]
        return [new Paragraph({ children: line(block.source), ...(heading === undefined ? {} : { heading }) })]
      }
      case 'code':
        return [new Paragraph({ ...at(place), children: runs(docx, block.source, MONOSPACED) })]
      case 'rule':
        return [new Paragraph({ thematicBreak: true })]
      case 'quote':
        return blocks(block.blocks, { steps: place.steps + 1, quoted: true })
      case 'list':
        return list(block.items, block.ordered, place)
      case 'table':
        // Two tables that touch are one to Word.
        return [table(block), new Paragraph({})]
    }
  }

  function list(items: readonly ListItem[], ordered: boolean, place: Place): (Paragraph | Table)[] {
    const within: Place = { ...place, steps: place.steps + 1 }
    let reference = ''
    return items.flatMap((item, index) => {
      if (ordered && item.number !== (items[index - 1]?.number ?? Number.NaN) + 1) reference = numbering(item.number, within.steps)
      const sign: IParagraphOptions = ordered ? { numbering: { reference, level: 0 } } : { bullet: { level: place.steps } }
      const [first, ...rest] = item.blocks
      const isLine = first?.kind === 'paragraph'
      return [new Paragraph({ ...sign, children: isLine ? line(first.source) : [] }), ...blocks(isLine ? rest : item.blocks, within)]
    })
  }

  function numbering(start: number, steps: number): string {
    const reference = `numbers-${numberings.length}`
    const style = { paragraph: { indent: { start: steps * STEP, hanging: HANGING } } }
    numberings.push({
      reference,
      levels: [{ level: 0, format: docx.LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.START, start, style }],
    })
    return reference
  }

  function table({ head, rows, alignments }: Extract<Block, { kind: 'table' }>): Table {
    const alignmentOf = { start: AlignmentType.START, center: AlignmentType.CENTER, end: AlignmentType.END }
    const row = (cells: readonly string[], isHead: boolean): InstanceType<Docx['TableRow']> =>
      new docx.TableRow({
        ...(isHead ? { tableHeader: true } : {}),
        cantSplit: true,
        children: head.map((_, index) => {
          const alignment = alignmentOf[alignments[index] ?? 'start']
          return new docx.TableCell({ children: [new Paragraph({ alignment, children: line(cells[index] ?? '', { bold: isHead }) })] })
        }),
      })
    return new docx.Table({
      width: { size: 100, type: docx.WidthType.PERCENTAGE },
      rows: [row(head, true), ...rows.map((cells) => row(cells, false))],
    })
  }

  return { children: blocks(parseDraft(text), { steps: 0, quoted: false }), numberings }
}
