import { z } from 'zod'

export const GpuSchema = z.object({
  name: z.string(),
  vramTotalMb: z.number().nonnegative(),
  vramFreeMb: z.number().nonnegative(),
  utilizationPct: z.number().min(0).max(100).nullable(),
})
export type Gpu = z.infer<typeof GpuSchema>

/** How warm the machine runs: at `hot` it slows itself down, or is about to. */
export const THERMAL_STATES = ['nominal', 'warm', 'hot', 'unknown'] as const
export const ThermalStateSchema = z.enum(THERMAL_STATES)
export type ThermalState = z.infer<typeof ThermalStateSchema>

/** Share of the last moments in which something waited for a resource, percent; null where the system does not tell. */
const PressureSchema = z.number().min(0).max(100).nullable()

/** What may not be known; `gpu` and `battery` then say nothing, and do not mean that there is none. */
export const LEARNT_LATER = ['gpu', 'battery'] as const

/** What the machine can do right now. Loads in percent of the whole machine, memory in MiB (2^20 bytes). */
export const ResourceSnapshotSchema = z.object({
  cpu: z.object({ loadPct: z.number().min(0).max(100), cores: z.number().int().positive() }),
  memory: z.object({ totalMb: z.number().nonnegative(), availableMb: z.number().nonnegative() }),
  gpu: z.array(GpuSchema),
  battery: z.object({ present: z.boolean(), charging: z.boolean(), percent: z.number().min(0).max(100).nullable() }),
  /** Absent means unknown. */
  thermal: ThermalStateSchema.optional(),
  /** Linux' pressure stall information. Absent means unknown. */
  pressure: z.object({ cpu: PressureSchema, memory: PressureSchema }).optional(),
  /** Absent means that all is known. */
  unknown: z.array(z.enum(LEARNT_LATER)).optional(),
})
export type ResourceSnapshot = z.infer<typeof ResourceSnapshotSchema>

/** A snapshot with its time (ms since the epoch) and what this process itself uses. */
export const ResourceSampleSchema = ResourceSnapshotSchema.extend({
  at: z.number().int(),
  /** `modelRssMb` is the process of an embedded model, while there is one. */
  process: z.object({ rssMb: z.number().nonnegative(), modelRssMb: z.number().nonnegative().optional(), cpuPct: z.number().nonnegative() }),
})
export type ResourceSample = z.infer<typeof ResourceSampleSchema>
