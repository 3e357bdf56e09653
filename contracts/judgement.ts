import { z } from 'zod'

/** What a draft is judged by. `faithfulness` is to its sources. */
export const CRITERIA = ['relevance', 'coherence', 'faithfulness', 'tone'] as const
export const CriterionSchema = z.enum(CRITERIA)
export type Criterion = z.infer<typeof CriterionSchema>

/** 1 (bad) to 5 (as good as one could wish). */
export const ScoreSchema = z.number().int().min(1).max(5)

/** What a judge said of one draft. */
export const JudgementSchema = z.object({
  scores: z.partialRecord(CriterionSchema, ScoreSchema),
  /** Of the scores. */
  mean: z.number().min(1).max(5),
  /** In the judge's own words, at most some sentences. */
  why: z.string().max(2_000),
  /** Who judged, as `provider: model`. */
  judge: z.string(),
  /** Whether it is the answer to an equal question of before. */
  cached: z.boolean(),
})
export type Judgement = z.infer<typeof JudgementSchema>

/** Which of two drafts is better. `tie` also where the judge chose by position: it is asked twice, with the drafts swapped. */
export const PreferenceVerdictSchema = z.object({
  better: z.enum(['first', 'second', 'tie']),
  /** Whether both askings said the same. */
  consistent: z.boolean(),
  judge: z.string(),
})
export type PreferenceVerdict = z.infer<typeof PreferenceVerdictSchema>
