import { z } from 'zod'

/** What matters most to whoever asks; `balanced` takes the weights as they are. */
export const PREFERENCES = ['balanced', 'quality', 'speed', 'cost', 'energy'] as const
export const PreferenceSchema = z.enum(PREFERENCES)
export type Preference = z.infer<typeof PreferenceSchema>

const Weight = z.number().min(0).max(100)

/** What weighs how much. All are in units of quality: 0.1 stands for a tenth of the way from useless to perfect. */
export const WeightsSchema = z.strictObject({
  /** Per ten seconds of waiting. */
  latencyPer10s: Weight,
  /** Per US cent. */
  costPerCent: Weight,
  /** What keeping text on the machine is worth when nothing else tells. */
  localBonus: Weight,
  /** What masking may cost an answer. */
  hybridPenalty: Weight,
  /** What it costs to drain a nearly empty battery, or to heat a machine that is hot. */
  batteryPenalty: Weight,
  /** Per minute that a model keeps this machine busy on battery; a fifth of it when plugged in. */
  energyPerMinute: Weight,
  /** What another route must be better by before a conversation leaves the model that it began with. */
  stay: Weight,
})
export type Weights = z.infer<typeof WeightsSchema>

/** Weights with a name and a version, so that a decision can say by which it was made. */
export const WeightSetSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, at most 40'),
  version: z.number().int().positive(),
  weights: WeightsSchema,
})
export type WeightSet = z.infer<typeof WeightSetSchema>

/** Logistic correction of a predicted chance p (Platt 1999): σ(slope · logit p + offset). */
export const CorrectionSchema = z.strictObject({ slope: z.number().min(0.1).max(3), offset: z.number().min(-3).max(3) })
export type Correction = z.infer<typeof CorrectionSchema>

/** What was learnt from the outcomes on this machine: 0 is the estimator as shipped. */
export const CalibrationSchema = z.strictObject({
  version: z.number().int().nonnegative(),
  local: CorrectionSchema,
  hosted: CorrectionSchema,
})
export type Calibration = z.infer<typeof CalibrationSchema>

export const DEFAULT_WEIGHTS: Weights = {
  latencyPer10s: 0.015,
  costPerCent: 0.02,
  localBonus: 0.12,
  hybridPenalty: 0.06,
  batteryPenalty: 1,
  energyPerMinute: 0.01,
  stay: 0.1,
}
export const DEFAULT_WEIGHT_SET: WeightSet = { name: 'built-in', version: 1, weights: DEFAULT_WEIGHTS }
export const AS_SHIPPED: Calibration = { version: 0, local: { slope: 1, offset: 0 }, hosted: { slope: 1, offset: 0 } }
