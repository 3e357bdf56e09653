import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { TidegateError } from '../../contracts/errors.ts'
import { readLines } from '../../main/cli/input.ts'
import { readRows } from '../../main/privacy/eval/evaluate-privacy.ts'
import { parseRow, type Row } from '../../main/privacy/eval/rows.ts'

/** One file of labelled rows. */
export interface DataSet {
  readonly name: string
  readonly rows: readonly Row[]
  /** Whether its rows are fixtures of secret scanners. */
  readonly isSecrets: boolean
}

/**
 * The files of a folder (or the one file) that `eval privacy` can read; the others are named in `skipped`, told by their first row. Throws
 * BAD_INPUT for a malformed row further on and when no file is left, FILE_NOT_FOUND.
 */
export async function readDataSets(path: string): Promise<{ sets: DataSet[]; skipped: string[] }> {
  const sets: DataSet[] = []
  const skipped: string[] = []
  for (const file of filesOf(path)) {
    const name = basename(file)
    if (!(await isPrivacyFile(file))) {
      skipped.push(name)
      continue
    }
    try {
      const rows = await readRows(readLines(file))
      sets.push({ name, rows, isSecrets: rows.every(({ label }) => label?.kind === 'secrets') })
    } catch (error) {
      if (error instanceof TidegateError) throw new TidegateError(error.code, `${name}: ${error.message}`, { cause: error })
      throw error
    }
  }
  if (sets.length === 0) throw new TidegateError('BAD_INPUT', `${path} holds no labelled rows that eval privacy reads.`)
  return { sets, skipped }
}

function filesOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path]
    return readdirSync(path)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .map((name) => join(path, name))
  } catch (error) {
    throw new TidegateError('FILE_NOT_FOUND', `There is no folder or file ${path}. Check the path.`, { cause: error })
  }
}

async function isPrivacyFile(file: string): Promise<boolean> {
  for await (const line of readLines(file)) {
    if (line.trim() === '') continue
    try {
      parseRow(line, 1)
      return true
    } catch {
      return false
    }
  }
  return false
}
