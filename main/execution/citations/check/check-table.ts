import { lexicon } from './lexicon.ts'
import { isContent } from './read-statement.ts'
import { readTable, type Table } from './read-table.ts'
import type { Pair, Problem } from './types.ts'

/** What a claim says of a row of a table has to stand in that row, and in the column that it names. Null where the passage is no table. */
export function checkTable(pair: Pair): Problem[] | null {
  const table = readTable(pair.passage)
  if (table === null) return null
  const rows = namedRows(pair, table)
  const wrong = strayNumber(pair, table, rows)
  if (wrong !== null) return [{ kind: 'order', detail: `In the source ${wrong} stands in another row or column.` }]
  const turned = wrongWay(pair, table, rows)
  return turned === null ? [] : [{ kind: 'negation', detail: `The numbers of the source do not bear out “${turned}”.` }]
}

/** Rows of which the claim has a word that no other row has. */
function namedRows({ claim, passage, alignment }: Pair, table: Table): Set<number> {
  const rows = new Set<number>()
  for (const [at, token] of claim.tokens.entries()) {
    const to = alignment.at[at] ?? -1
    if (to === -1 || token.kind !== 'word' || !isContent(token)) continue
    const held = passage.tokens.flatMap((other, place) => (other.stem === passage.tokens[to]?.stem ? [table.rowOf[place] ?? -1] : []))
    const [row] = held
    if (row !== undefined && row > 0 && held.every((other) => other === row)) rows.add(row)
  }
  return rows
}

/** A number of the claim that stands in none of the rows that it names, or in none of the columns; its text. */
function strayNumber({ claim, passage }: Pair, table: Table, rows: ReadonlySet<number>): string | null {
  const columns = namedColumns({ claim, passage }, table)
  for (const wanted of claim.quantities) {
    if (wanted.values.length === 0 || wanted.soft) continue
    const places = passage.quantities
      .filter(({ values, unit, from }) => {
        const one = wanted.values.some((value) =>
          values.some((other) => Math.abs(value * (wanted.unit?.factor ?? 1) - other * (unit?.factor ?? 1)) < 1e-9 || value === other),
        )
        return one && (table.rowOf[from] ?? -1) !== -1
      })
      .map(({ from }) => ({ row: table.rowOf[from] ?? -1, column: table.columnOf[from] ?? -1 }))
    const cells = places.filter(({ row }) => row > 0)
    if (cells.length === 0) continue
    if (rows.size > 0 && !cells.some(({ row }) => rows.has(row))) return wanted.text
    if (columns.size > 0 && !cells.some(({ row, column }) => column === 0 || columns.has(column) || table.rows === row)) return wanted.text
  }
  return null
}

/** Columns whose head the claim has a word of that stands in no other head; all that share the word otherwise. */
function namedColumns({ claim, passage }: Pick<Pair, 'claim' | 'passage'>, table: Table): Set<number> {
  const said = new Set(claim.tokens.filter(isContent).map(({ stem }) => stem))
  const counts = new Map<number, number>()
  for (const [at, token] of passage.tokens.entries()) {
    if (table.rowOf[at] !== 0 || !isContent(token) || !said.has(token.stem)) continue
    const column = table.columnOf[at] ?? -1
    counts.set(column, (counts.get(column) ?? 0) + 1)
  }
  const most = Math.max(0, ...counts.values())
  return new Set([...counts].flatMap(([column, count]) => (count === most || most === 1 ? [column] : [])))
}

/** The word of the claim for a rise or a fall between two numbers of a row that went the other way, or null. */
function wrongWay({ claim, passage, alignment }: Pair, table: Table, rows: ReadonlySet<number>): string | null {
  if (rows.size !== 1) return null
  const [row] = rows
  const word = claim.tokens.find(({ stem }) => meansSame(stem, 'rise') !== meansSame(stem, 'fall'))
  if (word === undefined) return null
  const rises = meansSame(word.stem, 'rise')
  const places = claim.quantities
    .map(({ from }) => alignment.at[from] ?? -1)
    .filter((place) => place !== -1 && table.rowOf[place] === row && table.columnOf[place] !== 0)
    .sort((one, other) => (table.columnOf[one] ?? 0) - (table.columnOf[other] ?? 0))
  const [first, last] = [places[0], places.at(-1)].map((place) => passage.quantities.find(({ from }) => from === place))
  if (first === undefined || last === undefined || first === last) return null
  const change = (last.values[0] ?? 0) - (first.values[0] ?? 0)
  return change !== 0 && change > 0 !== rises ? word.text : null
}

function meansSame(one: string, other: string): boolean {
  const words = lexicon()
  return one === other || words.groupsOf(one).some((group) => words.groupsOf(other).includes(group))
}
