import { join } from 'node:path'
import { z } from 'zod'
import { readSmallFile, writeSmallFile } from './small-file.ts'

const SAFE_AFTER = 3
const FILE = 'boot.json'
const BootSchema = z.object({ unfinished: z.number().int().nonnegative() })

export interface BootRecord {
  /** How many starts in a row did not come to their end before this one. */
  readonly failures: number
  /** After three of them: start with as little as possible. */
  readonly safeMode: boolean
  /** The first window has painted and the core is there, or the person quit: this start has not failed. */
  succeeded(): void
}

/**
 * Counts starts that do not come to their end. The count is raised before the start goes on, so that one that takes the process with it
 * is counted too. A record that cannot be read or written never stops a start.
 */
export function openBootRecord(dataDir: string): BootRecord {
  const file = join(dataDir, FILE)
  const failures = readSmallFile(file, BootSchema)?.unfinished ?? 0
  writeSmallFile(file, { unfinished: failures + 1 })
  return {
    failures,
    safeMode: failures >= SAFE_AFTER,
    succeeded: () => void writeSmallFile(file, { unfinished: 0 }),
  }
}
