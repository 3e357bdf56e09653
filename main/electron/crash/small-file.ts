import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { z } from 'zod'

/** The content of a small JSON file of ours; null when it is missing, damaged or of another shape, which is never worth failing for. */
export function readSmallFile<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Writes it whole or not at all, for its owner only; false when the folder cannot be written. */
export function writeSmallFile(file: string, content: unknown): boolean {
  const temporary = `${file}.new`
  try {
    writeFileSync(temporary, `${JSON.stringify(content)}\n`, { mode: 0o600 })
    renameSync(temporary, file)
    return true
  } catch {
    rmSync(temporary, { force: true })
    return false
  }
}
