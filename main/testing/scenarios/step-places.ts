import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'

/** Where each step of a scenario's file begins, 1-based line and column, in order. Nothing for a file that cannot be read. */
export function stepPlaces(text: string): { readonly line: number; readonly column: number }[] {
  const lines = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter: lines })
  const steps = isMap(contents) ? contents.get('steps') : null
  if (!isSeq(steps)) return []
  return steps.items.map((item) => {
    const { line, col } = lines.linePos(isMap(item) ? (item.range?.[0] ?? 0) : 0)
    return { line, column: col }
  })
}
