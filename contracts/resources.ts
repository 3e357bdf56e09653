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

/** How much background work the machine bears: as much as fits, one at a time, or none. */
export const ThrottleLevelSchema = z.enum(['free', 'slow', 'stop'])
export type ThrottleLevel = z.infer<typeof ThrottleLevelSchema>

/** Why background work is held back: a code, and one sentence with the figures of the moment. */
export const ThrottleSchema = z.object({ level: ThrottleLevelSchema, code: z.string(), sentence: z.string() })
export type ThrottleState = z.infer<typeof ThrottleSchema>

/** A snapshot with its time (ms since the epoch) and what this process itself uses. */
export const ResourceSampleSchema = ResourceSnapshotSchema.extend({
  at: z.number().int(),
  /** Absent while background work is not held back. */
  throttle: ThrottleSchema.optional(),
  /** `modelRssMb` is the process of an embedded model, while there is one. */
  process: z.object({ rssMb: z.number().nonnegative(), modelRssMb: z.number().nonnegative().optional(), cpuPct: z.number().nonnegative() }),
})
export type ResourceSample = z.infer<typeof ResourceSampleSchema>

/** Where background work stops and goes on, and where a request is affected. Percent of the machine, MiB. */
export const ResourceLimitsSchema = z.object({
  cpuStopsPct: z.number(),
  cpuGoesOnPct: z.number(),
  memoryReserveMb: z.number(),
  batteryLowPct: z.number(),
})
export type ResourceLimits = z.infer<typeof ResourceLimitsSchema>

/** Means of a stretch of time that begins at `at` (ms since the epoch); null where it was not known. `cpuHighPct` is the highest minute of it. */
export const ResourceBucketSchema = z.object({
  at: z.number().int(),
  cpuPct: z.number(),
  cpuHighPct: z.number(),
  ownCpuPct: z.number(),
  memoryPct: z.number(),
  ownMb: z.number(),
  modelMb: z.number().nullable(),
  vramPct: z.number().nullable(),
  batteryPct: z.number().nullable(),
  thermal: ThermalStateSchema,
  throttle: ThrottleLevelSchema,
  throttleCode: z.string().nullable(),
})
export type ResourceBucket = z.infer<typeof ResourceBucketSchema>

export const ResourceHistorySchema = z.object({
  from: z.number().int(),
  to: z.number().int(),
  bucketMs: z.number().int().positive(),
  buckets: z.array(ResourceBucketSchema),
})
export type ResourceHistory = z.infer<typeof ResourceHistorySchema>
export const HISTORY_SPANS = ['day', 'month'] as const

/** One of this app's processes, or a named thread of it. `cpuPct` of the whole machine; null before it was looked at twice. */
export const OwnProcessSchema = z.object({
  key: z.string(),
  role: z.enum(['app', 'thread', 'window', 'graphics', 'model', 'other']),
  /** The system's name for it. */
  name: z.string(),
  cpuPct: z.number().nullable(),
  /** Null for a thread: it shares its process' memory. */
  rssMb: z.number().nullable(),
})
export type OwnProcess = z.infer<typeof OwnProcessSchema>
