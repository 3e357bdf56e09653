import type { Finding } from '#contracts/privacy.ts'
import { meaningOf, type SecretMeaning } from './secret-names.ts'
import { isSecretValue } from './value-judgement.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
const MOST_ROWS = 5_000

interface Cell {
  readonly text: string
  readonly start: number
}

/** How far a heading may begin before the name that was found in it. */
const LONGEST_HEADING = 400

/** Whether a name stands where a cell of a heading ends. */
export function endsCell(text: string, end: number): boolean {
  let at = end
  while (at - end < 4 && /["' *]/.test(text.charAt(at))) at += 1
  return at >= text.length ? false : /[,;\t|\r\n]/.test(text.charAt(at))
}

/**
 * Finds secrets in a column whose heading says so, in CSV, TSV and tables of Markdown: below the heading no name stands beside the value.
 * `at` is somewhere in the heading. A table ends at the first line with another number of cells than its heading has; gives where, or
 * `at` when there is no table.
 */
export function readColumns(text: string, at: number, findings: Finding[]): number {
  const before = text.slice(Math.max(0, at - LONGEST_HEADING), at)
  const line = before.lastIndexOf('\n') + 1
  if (line === 0 && at > LONGEST_HEADING) return at
  return readTable(text, at - before.length + line, findings)
}

function readTable(text: string, start: number, findings: Finding[]): number {
  let end = lineEnd(text, start)
  const heading = text.slice(start, end)
  const delimiter = DELIMITERS.find((each) => heading.includes(each)) ?? ','
  const columns = cellsOf(heading, start, delimiter).map((cell): SecretMeaning | null =>
    cell.text.length > 40 ? null : meaningOf(cell.text),
  )
  if (columns.length < 2 || !isHeading(heading, delimiter) || columns.every((meaning) => meaning === null)) return end
  for (let row = 0; row < MOST_ROWS && end < text.length; row += 1) {
    const next = end + 1
    const close = lineEnd(text, next)
    const cells = cellsOf(text.slice(next, close), next, delimiter)
    if (cells.length !== columns.length) break
    end = close
    for (const [index, meaning] of columns.entries()) {
      const cell = cells[index]
      if (meaning === null || meaning === undefined || cell === undefined) continue
      if (isSecretValue(cell.text, meaning, { quoted: true, settings: true }))
        findings.push({
          type: `SECRET/${meaning === 'password' ? 'password' : 'assignment'}`,
          start: cell.start,
          end: cell.start + cell.text.length,
          score: 0.7,
          recognizer: 'secret-column',
        })
    }
  }
  return end
}

/** Names of columns, not a line of a program. */
function isHeading(line: string, delimiter: string): boolean {
  const filled = line.split(delimiter).filter((cell) => cell.trim() !== '').length
  return filled >= 2 && /^[\p{L}\p{N} _."',;\t|-]*\r?$/u.test(line)
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at === -1 ? text.length : at
}

/** The cells of a line without quotes and blanks. A delimiter between quotes belongs to its cell. */
function cellsOf(line: string, offset: number, delimiter: string): Cell[] {
  const cells: Cell[] = []
  let quoted = false
  let from = 0
  const add = (to: number): void => {
    const raw = line.slice(from, to)
    const text = raw.trim().replace(/^["'`]|["'`]$/g, '')
    cells.push({ text, start: offset + from + Math.max(0, raw.indexOf(text)) })
  }
  for (let at = 0; at < line.length; at += 1) {
    if (line.charAt(at) === '"') quoted = !quoted
    else if (line.charAt(at) === delimiter && !quoted) {
      add(at)
      from = at + 1
    }
  }
  add(line.length)
  return cells
}
