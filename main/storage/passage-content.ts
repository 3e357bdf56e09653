import { createHash } from 'node:crypto'

/** What is embedded of a passage: its text below the headings, or the column names, that it stands under. */
export function embeddedText({ context, text }: { readonly context: string; readonly text: string }): string {
  return context === '' ? text : `${context}\n${text}`
}

/** Names a text wherever it stands. */
export function contentHash(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}
