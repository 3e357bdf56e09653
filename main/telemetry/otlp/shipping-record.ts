import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const FILE = 'telemetry.json'

const TallySchema = z.object({
  accepted: z.number(),
  /** By the collector, of requests that it took. */
  rejected: z.number(),
  /** Of requests that the collector, or the egress door, did not take. */
  refused: z.number(),
})
export type Tally = z.infer<typeof TallySchema>

const ShippedSchema = z.object({
  /** When the host started, ms since the epoch: all counts are from then on. */
  since: z.number(),
  endpoint: z.string(),
  logs: TallySchema,
  metrics: TallySchema,
  /** Lines that had to make way for newer ones while the collector could not be reached. */
  dropped: z.number(),
  acceptedAt: z.number().nullable(),
  /** What is wrong now; null when all is well. */
  problem: z.object({ at: z.number(), why: z.string() }).nullable(),
})
export type Shipped = z.infer<typeof ShippedSchema>

/** Kept in a file, so that `tidegate doctor`, which is another process, can tell it. A folder that cannot be written to is told elsewhere. */
export function writeShipped(dataDir: string, shipped: Shipped): void {
  const file = join(dataDir, FILE)
  try {
    writeFileSync(`${file}.new`, `${JSON.stringify(shipped)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {
    // It is told of the next time.
  }
}

/** Null where nothing was shipped yet. */
export function readShipped(dataDir: string): Shipped | null {
  try {
    return ShippedSchema.parse(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')))
  } catch {
    return null
  }
}
