import { type LedgerEntry, LedgerEntrySchema } from '#contracts/privacy.ts'

const COLUMNS = Object.keys(LedgerEntrySchema.shape) as (keyof LedgerEntry)[]

export type LedgerFormat = 'jsonl' | 'csv'

/** What stands before the first entry. */
export function ledgerHead(format: LedgerFormat): string {
  return format === 'csv' ? `${COLUMNS.join(',')}\r\n` : ''
}

/** One entry as a line, with everything that its hash is over. */
export function ledgerLine(format: LedgerFormat, entry: LedgerEntry): string {
  return format === 'csv' ? csvRow(entry) : `${JSON.stringify(entry)}\n`
}

/** RFC 4180, with an apostrophe before what a spreadsheet would take for a formula. */
function csvRow(entry: LedgerEntry): string {
  const cells = COLUMNS.map((column) => {
    const value = entry[column]
    if (value === null) return ''
    if (typeof value === 'number') return String(value)
    return `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`
  })
  return `${cells.join(',')}\r\n`
}
