import type { Statement } from './read-statement.ts'

/** A table in a text: the words of each cell by row and column; places of tokens. */
export interface Table {
  /** Row of each token of the text, or -1 outside of the table; the head is row 0. */
  readonly rowOf: Int32Array
  readonly columnOf: Int32Array
  readonly rows: number
}

const SEPARATORS = [';', '\t', '|', ','] as const
const MIN_ROWS = 3
const MIN_COLUMNS = 2

/** Reads lines that are all cut into the same number of cells by one sign, the first of which names the columns; null where a text is none. */
export function readTable({ text, tokens }: Statement): Table | null {
  const lines = [...text.matchAll(/[^\n]+/g)].filter(([line]) => !/^[\s|:-]+$/.test(line))
  if (lines.length < MIN_ROWS) return null
  const separator = SEPARATORS.find((sign) => {
    const counts = lines.map(([line]) => cellsOf(line, sign).length)
    return (counts[0] ?? 0) >= MIN_COLUMNS && counts.every((count) => count === counts[0])
  })
  if (separator === undefined) return null
  const rowOf = new Int32Array(tokens.length).fill(-1)
  const columnOf = new Int32Array(tokens.length).fill(-1)
  let at = 0
  for (const [row, { 0: line, index }] of lines.entries()) {
    for (const [column, cell] of cellsOf(line, separator).entries()) {
      const [from, to] = [index + cell.start, index + cell.end]
      while (at < tokens.length && (tokens[at]?.start ?? 0) < from) at += 1
      for (; at < tokens.length && (tokens[at]?.end ?? 0) <= to; at += 1) {
        rowOf[at] = row
        columnOf[at] = column
      }
    }
  }
  return { rowOf, columnOf, rows: lines.length }
}

/** The cells of a line. A comma between two digits is part of a number where cells are cut by something else than commas. */
function cellsOf(line: string, sign: string): { start: number; end: number }[] {
  const cells: { start: number; end: number }[] = []
  let start = 0
  for (let at = 0; at <= line.length; at += 1) {
    if (at < line.length && line.charAt(at) !== sign) continue
    cells.push({ start, end: at })
    start = at + 1
  }
  return cells
}
