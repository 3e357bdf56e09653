import { z } from 'zod'
import type { Payload } from './adapter.ts'

const PayloadSchema = z.object({ n: z.number(), sentMs: z.number() })

/** What a queue handed back of a job, read by hand: a schema costs more than the fastest queues take for a whole job. */
export function payloadOf(data: unknown): Payload {
  if (typeof data === 'object' && data !== null && 'n' in data && 'sentMs' in data) {
    const { n, sentMs } = data
    if (typeof n === 'number' && typeof sentMs === 'number') return { n, sentMs }
  }
  return PayloadSchema.parse(data)
}

/** Milliseconds of the machine's monotonic clock: comparable between processes, unlike `performance.now()`. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
