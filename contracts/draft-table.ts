/** Where the cells of a column stand: `end` is right where the text runs from left to right. */
export type Alignment = 'start' | 'center' | 'end' | null

/** More columns than a word processor can hold are no table. */
const MOST_COLUMNS = 63
const BREAK = /<br *\/?>/gi
/** Citations that were put behind the pipe that closes a row. */
const CITED_BEHIND = /(?<!\\)\|[ \t]*((?:\[\d{1,4}\][ \t]*)+)$/
const CITATIONS = /^(?:\[\d{1,4}\]\s*)+$/

/** The row below a table's head, whole or as far as it may be written. */
export const ALIGNMENT_ROW = {
  whole: /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/,
  begun: /^[ \t|:-]+$/,
} as const

/** What an alignment row says of each column; null for any other line. */
export function alignmentsOf(line: string): Alignment[] | null {
  const row = line.trim()
  if (!row.includes('|') || !ALIGNMENT_ROW.whole.test(row)) return null
  const cells = cellsOf(row)
  return cells.length > MOST_COLUMNS ? null : cells.map(alignmentOf)
}

function alignmentOf(cell: string): Alignment {
  if (cell.endsWith(':')) return cell.startsWith(':') ? 'center' : 'end'
  return cell.startsWith(':') ? 'start' : null
}

/** The cells of a head of so many columns; null where it has another number of them. */
export function headOf(line: string, columns: number): string[] | null {
  const cells = cellsOf(line)
  if (cells.length === columns + 1 && CITATIONS.test(cells.at(-1) ?? '')) return cellsOf(line, columns)
  return cells.length === columns ? cells : null
}

/**
 * The cells of a row, at most `most`: what is beyond stays in the last one, pipes and all, so that nothing of a row is lost. A pipe after a backslash
 * is text. Citations behind the last pipe, where a row is cited as any line is, belong to the last cell. `<br>` is the one way to write a new line in a
 * cell, and becomes one.
 */
export function cellsOf(line: string, most = Number.POSITIVE_INFINITY): string[] {
  const row = line.trim()
  const cells: string[] = []
  let from = row.startsWith('|') ? 1 : 0
  for (let at = from; at < row.length && cells.length < most - 1; at++) {
    if (row[at] === '\\') at++
    else if (row[at] === '|') {
      cells.push(row.slice(from, at))
      from = at + 1
    }
  }
  const rest = row.slice(from).replace(CITED_BEHIND, '$1')
  if (rest !== '') cells.push(endsOpen(rest) ? rest : rest.slice(0, -1))
  return (cells.length === 0 ? [''] : cells).map((cell) => cell.trim().replaceAll('\\|', '|').replaceAll(BREAK, '\n'))
}

/** Whether a row's last cell is not closed by a pipe of its own. */
function endsOpen(rest: string): boolean {
  if (!rest.endsWith('|')) return true
  let slashes = 0
  while (rest.at(-2 - slashes) === '\\') slashes++
  return slashes % 2 === 1
}
