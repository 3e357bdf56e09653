import { TidegateError } from '#contracts/errors.ts'
import { readText } from './input.ts'

/** Labelled rows of a file of JSON lines or of one JSON array. Throws BAD_INPUT with the place of what is wrong. */
export async function readRows<Row>(file: string, parse: (value: unknown, place: string) => Row): Promise<Row[]> {
  const text = await readText(file)
  const rows: Row[] = []
  if (text.trimStart().startsWith('[')) {
    const value: unknown = parseWhole(text, file)
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    for (const [index, row] of list.entries()) rows.push(parse(row, `${file}, entry ${index + 1}`))
  } else {
    for (const [index, line] of text.split('\n').entries()) {
      if (line.trim() !== '') rows.push(parse(parseWhole(line, `${file}:${index + 1}`), `${file}:${index + 1}`))
    }
  }
  if (rows.length === 0) throw new TidegateError('BAD_INPUT', `${file} holds no rows to measure on.`)
  return rows
}

function parseWhole(text: string, place: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new TidegateError('BAD_INPUT', `${place} is not JSON. Each line must be one JSON object, or the file one JSON array.`, {
      cause: error,
    })
  }
}
