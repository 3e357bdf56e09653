import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const FILE = 'updates.json'
const KnownSchema = z.object({
  /** When the newest statement that was believed was issued, ms since the epoch, by channel. */
  issuedAt: z.partialRecord(z.string(), z.number()).default({}),
  lookedAt: z.number().nullable().default(null),
  /** The version that ran when it was heard that it was taken back. */
  withdrawn: z.string().nullable().default(null),
})
export type Known = z.infer<typeof KnownSchema>

/** What is known of releases from one start to the next. */
export interface UpdateMemory {
  get(): Known
  /** Kept on disk where the folder can be written. */
  put(known: Known): void
}

export function openUpdateMemory(dataDir: string): UpdateMemory {
  const file = join(dataDir, FILE)
  let known = read(file)
  return {
    get: () => known,
    put(next) {
      known = next
      try {
        writeFileSync(`${file}.new`, `${JSON.stringify(next)}\n`, { mode: 0o600 })
        renameSync(`${file}.new`, file)
      } catch {
        // Held for this start; a folder that cannot be written is told elsewhere.
      }
    },
  }
}

function read(file: string): Known {
  try {
    return KnownSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Missing at first; what is damaged is learnt anew.
    return KnownSchema.parse({})
  }
}
