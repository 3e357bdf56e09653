import { z } from 'zod'
import { GpuSchema, ThermalStateSchema } from '#contracts/resources.ts'

export const EVERY_MS = 1_000

const count = z.number().nullable()
const FrameSchema = z.object({
  machine: z.object({
    at: z.number(),
    cores: z.number(),
    cpuBusy: z.number(),
    cpuTotal: z.number(),
    load1: count,
    memoryTotalBytes: z.number(),
    memoryAvailableBytes: z.number(),
    group: z.object({ cpuLimit: count, cpuUsedUs: count, memoryLimitBytes: count, memoryUsedBytes: count }).nullable(),
    stalledUs: z.object({ cpu: count, memory: count }),
  }),
  ownCpuUs: z.number(),
  rssBytes: z.number(),
})
const SlowSchema = z.object({
  battery: z.object({ present: z.boolean(), charging: z.boolean(), percent: count }).nullable(),
  gpu: z.array(GpuSchema).nullable(),
  thermal: ThermalStateSchema,
  memoryAvailableBytes: count,
})

/** What the sampling thread says. */
export const FromThreadSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('frame'), frame: FrameSchema, slow: SlowSchema }),
  z.object({ type: z.literal('failed'), what: z.string(), name: z.string() }),
])
type Readonlied<T> = T extends object ? { readonly [K in keyof T]: Readonlied<T[K]> } : T
export type FromThread = Readonlied<z.infer<typeof FromThreadSchema>>

/** Milliseconds of a clock that all threads of the process share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000
}
