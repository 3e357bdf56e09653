import { type ExportedDraft, numberOf } from './exported-draft.ts'

/** Markdown with its facts in front and its citations as footnotes. The draft itself is Markdown already and stays as it is. */
export function toMarkdown(draft: ExportedDraft): string {
  const front = [
    `title: ${JSON.stringify(draft.title)}`,
    `label: ${draft.label}`,
    `created: ${new Date(draft.createdAt).toISOString()}`,
    `route: ${draft.route}`,
    `written-by: ${JSON.stringify(draft.writtenBy)}`,
  ]
  const markers = new Set(draft.notes.map(({ marker }) => marker))
  const body = draft.json
    ? `\`\`\`json\n${draft.text}\n\`\`\``
    : draft.text.replace(/\[\d{1,4}\]/g, (marker) => (markers.has(marker) ? `[^${numberOf(marker)}]` : marker))
  const notes = draft.notes.map(({ marker, text }) => `[^${numberOf(marker)}]: ${plain(text)}`)
  return `---\n${front.join('\n')}\n---\n\n${body.trimEnd()}\n${notes.length === 0 ? '' : `\n${notes.join('\n')}\n`}`
}

/** A text of somebody else's on one line, with nothing in it that Markdown or HTML would read. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|~#]/g, (sign) => `\\${sign}`)
}
