import Papa from 'papaparse'

/** How a table in text is written. */
export interface CsvDialect {
  readonly delimiter: string
}

/** The dialect is told from so much of the beginning. */
const SNIFFED_CHARS = 16_384
/** A quoted field longer than this is a stray quote: the table goes on at the next line end. */
const MAX_FIELD_CHARS = 16_384
/** Columns that are named in the context of a passage, UTF-16 code units. */
const CONTEXT_CHARS = 300

export function sniffDialect(text: string): CsvDialect {
  const { meta } = Papa.parse<string[]>(text.slice(0, SNIFFED_CHARS), { preview: 20 })
  return { delimiter: meta.delimiter }
}

/** The names of the columns, from the first record, short enough to stand above each passage. */
export function columnNames(text: string, dialect: CsvDialect): string {
  const { data } = Papa.parse<string[]>(text.slice(0, SNIFFED_CHARS), { preview: 1, delimiter: dialect.delimiter })
  const names = (data[0] ?? []).map((name) => name.trim()).filter((name) => name !== '')
  return names.join(', ').slice(0, CONTEXT_CHARS)
}

/** Offset behind the line end of the record that begins at `start` (RFC 4180 with any delimiter). Linear in the record. */
export function recordEnd(text: string, start: number, { delimiter }: CsvDialect): number {
  let at = start
  let fieldStart = true
  while (at < text.length) {
    const char = text.charAt(at)
    if (fieldStart && char === '"') {
      const close = quotedEnd(text, at, delimiter)
      if (close !== null) {
        at = close
        fieldStart = false
        continue
      }
    }
    if (char === '\n') return at + 1
    fieldStart = char === delimiter
    at += 1
  }
  return text.length
}

/** Offset behind the quote that closes the field which opens at `open`; null when none does within reason. */
function quotedEnd(text: string, open: number, delimiter: string): number | null {
  const limit = Math.min(text.length, open + MAX_FIELD_CHARS)
  for (let at = open + 1; at < limit; at += 1) {
    if (text.charAt(at) !== '"') continue
    const next = text.charAt(at + 1)
    if (next === '"') at += 1
    else if (next === delimiter || next === '\n' || next === '\r' || next === '') return at + 1
  }
  return null
}
