import { clean, docxOf, runs } from './docx-blocks.ts'
import { type ExportedDraft, numberOf } from './exported-draft.ts'

/** A Word document with its citations as footnotes; the label stands in its properties and at the head of each page. */
export async function toDocx(draft: ExportedDraft): Promise<Uint8Array> {
  // Large, and needed by nobody who exports no Word document.
  const docx = await import('docx')
  const { Document, Header, Packer, Paragraph } = docx
  const markers = new Set(draft.notes.map(({ marker }) => marker))
  const { children, numberings } = draft.json
    ? { children: [new Paragraph({ children: runs(docx, draft.text) })], numberings: [] }
    : docxOf(docx, draft.text, markers)
  const document = new Document({
    title: clean(draft.title),
    keywords: `label: ${draft.label}`,
    creator: 'Tidegate',
    lastModifiedBy: 'Tidegate',
    description: clean(`${draft.writtenBy}, route ${draft.route}`),
    footnotes: Object.fromEntries(
      draft.notes.map(({ marker, text }) => [numberOf(marker), { children: [new Paragraph({ children: runs(docx, ` ${text}`) })] }]),
    ),
    numbering: { config: numberings },
    sections: [
      { headers: { default: new Header({ children: [new Paragraph({ children: runs(docx, draft.label.toUpperCase()) })] }) }, children },
    ],
  })
  return Packer.toBuffer(document)
}
