import type { IParagraphOptions, ParagraphChild } from 'docx'
import { type Block, blocksOf, piecesOf } from './draft-blocks.ts'
import { type ExportedDraft, numberOf } from './exported-draft.ts'

const NUMBERS = 'numbers'
/** What XML 1.0 cannot hold in any form. */
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/** A Word document with its citations as footnotes; the label stands in its properties and at the head of each page. */
export async function toDocx(draft: ExportedDraft): Promise<Uint8Array> {
  // Large, and needed by nobody who exports no Word document.
  const docx = await import('docx')
  const { AlignmentType, Document, FootnoteReferenceRun, Header, HeadingLevel, LevelFormat, Packer, Paragraph, TextRun } = docx
  const markers = new Set(draft.notes.map(({ marker }) => marker))
  const levels = [
    HeadingLevel.HEADING_1,
    HeadingLevel.HEADING_2,
    HeadingLevel.HEADING_3,
    HeadingLevel.HEADING_4,
    HeadingLevel.HEADING_5,
    HeadingLevel.HEADING_6,
  ]
  const run = (text: string, bold = false): ParagraphChild[] =>
    clean(text)
      .split('\n')
      .map((line, index) => new TextRun({ text: line, bold, ...(index === 0 ? {} : { break: 1 }) }))
  const children = (text: string): ParagraphChild[] =>
    piecesOf(text, markers).flatMap((piece) =>
      piece.kind === 'marker' ? [new FootnoteReferenceRun(Number(numberOf(piece.text)))] : run(piece.text, piece.kind === 'bold'),
    )
  const paragraph = ({ kind, level, text }: Block): IParagraphOptions => {
    switch (kind) {
      case 'heading': {
        const heading = levels[level - 1]
        return { children: children(text), ...(heading === undefined ? {} : { heading }) }
      }
      case 'bullet':
        return { children: children(text), bullet: { level: 0 } }
      case 'numbered':
        return { children: children(text), numbering: { reference: NUMBERS, level: 0 } }
      case 'code':
        return { children: run(text), spacing: { after: 160 } }
      case 'paragraph':
        return { children: children(text), spacing: { after: 160 } }
    }
  }
  const blocks = draft.json ? [{ kind: 'code' as const, level: 0, text: draft.text }] : blocksOf(draft.text)
  const document = new Document({
    title: clean(draft.title),
    keywords: `label: ${draft.label}`,
    creator: 'Tidegate',
    description: clean(`${draft.writtenBy}, route ${draft.route}`),
    footnotes: Object.fromEntries(
      draft.notes.map(({ marker, text }) => [numberOf(marker), { children: [new Paragraph({ children: run(` ${text}`) })] }]),
    ),
    numbering: {
      config: [{ reference: NUMBERS, levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.START }] }],
    },
    sections: [
      {
        headers: { default: new Header({ children: [new Paragraph({ children: run(draft.label.toUpperCase()) })] }) },
        children: blocks.map((block) => new Paragraph(paragraph(block))),
      },
    ],
  })
  return Packer.toBuffer(document)
}

function clean(text: string): string {
  return text.toWellFormed().replace(NO_XML, '')
}
