import { dirname } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'

/** Prints one JSON document, or the lines for a person. Results go to stdout, everything else to stderr. */
export function print(json: boolean | undefined, value: unknown, lines: () => readonly string[]): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${lines().join('\n')}\n`)
}

/** The same for a text that goes on into a file: a pipe gets it as it is, and only a terminal an end of the last line that it lacks. */
export function printText(json: boolean | undefined, value: { readonly text: string }): void {
  const { text } = value
  if (json === true) print(json, value, () => [])
  else process.stdout.write(process.stdout.isTTY && !text.endsWith('\n') ? `${text}\n` : text)
}

/** Columns padded to the widest cell; no trailing spaces. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length)
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** A text on one line, cut between two words where it is longer than `chars`. */
export function excerpt(text: string, chars: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= chars) return line
  const cut = line.slice(0, chars)
  const space = cut.lastIndexOf(' ')
  // A word that fills the line is cut: there is nothing else to show.
  return `${(space > chars / 2 ? cut.slice(0, space) : cut).trimEnd()} …`
}

/** Tells a person why no new file could be written at `path`. Throws BAD_INPUT. */
export function cannotWrite(path: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? error.code : null
    const why =
      code === 'EEXIST'
        ? `${path} is there already. Choose another name.`
        : code === 'ENOENT' || code === 'ENOTDIR'
          ? `There is no folder ${dirname(path)}. Make it first, or choose another.`
          : `${path} cannot be written. Choose another folder or name.`
    throw new TidegateError('BAD_INPUT', why, { cause: error })
  }
}

/** `2026-11-23 14:05:09`, local time. */
export function when(at: number | null): string {
  if (at === null) return '-'
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** `85 ms`, `1.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`
}
