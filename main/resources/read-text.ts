import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** Content of a small file of the kernel, or null where this machine has none. Takes some 20 µs. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Which of these files exist differs from machine to machine; a missing one is an answer.
    return null
  }
}

/** The same without blocking, for files whose driver may take its time. */
export async function readTextLater(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null)
}

/** A whole number in a file, or null. `max`, as control groups write for no limit, is null. */
export function numberIn(text: string | null): number | null {
  const match = /^\s*(\d+)/.exec(text ?? '')
  return match?.[1] === undefined ? null : Number(match[1])
}
