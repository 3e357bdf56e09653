import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { LabelSchema } from '#contracts/privacy.ts'

const Text = z.string().min(1).max(200_000)
const RowSchema = z.object({
  id: z.string().min(1),
  /** What the pair is about, so that a judge can be told where it goes wrong. */
  kind: z.string().default(''),
  request: Text,
  sources: z.array(z.object({ name: z.string().min(1), text: Text })).default([]),
  first: Text,
  second: Text,
  /** What people said. */
  better: z.enum(['first', 'second', 'tie']),
  label: LabelSchema.default('public'),
})
export type JudgePair = z.infer<typeof RowSchema>

/** One labelled pair. `place` names it in an error. Throws BAD_INPUT. */
export function parseJudgePair(value: unknown, place: string): JudgePair {
  const parsed = RowSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new TidegateError('BAD_INPUT', `${place} is no pair of drafts: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`)
}
