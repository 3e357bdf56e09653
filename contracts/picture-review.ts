import { oc } from '@orpc/contract'
import { z } from 'zod'
import { BaselineDecisionSchema, VisualDiffSchema } from './visual-diff.ts'

/** Names a picture of a place; no path, and made by the core alone. */
const PictureId = z.string().regex(/^[0-9a-f]{12}-[a-z]+\.[a-z0-9-]{1,200}$/)
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Host = z.enum(['headless', 'electron'])

/** A picture that waits for a person's decision. */
export const WaitingPictureSchema = z.object({
  id: PictureId,
  name: z.string(),
  /** What drew it. */
  host: Host,
  /** The scenarios that it belongs to, as the name of their folder. */
  scenarios: z.string(),
  picture: Sha256,
  /** When it was taken, milliseconds since the epoch. */
  at: z.number(),
  /** Whether there is no approved one yet. */
  isNew: z.boolean(),
})
export type WaitingPicture = z.infer<typeof WaitingPictureSchema>

/** The last decision on a picture, while it can be taken back. */
export const DecidedPictureSchema = BaselineDecisionSchema.extend({ id: PictureId, host: Host })
export type DecidedPicture = z.infer<typeof DecidedPictureSchema>

export const PictureListSchema = z.object({
  waiting: z.array(WaitingPictureSchema),
  /** Newest first. The next run, or a new picture, empties it. */
  decided: z.array(DecidedPictureSchema),
})
export type PictureList = z.infer<typeof PictureListSchema>

export const PictureInFullSchema = z.object({
  waiting: WaitingPictureSchema,
  /** PNG as base64. */
  taken: z.string(),
  /** The same of the approved one; null when there is none yet. */
  approved: z.string().nullable(),
  /** Null when there is nothing to compare with. */
  diff: VisualDiffSchema.nullable(),
  /** Every decision on its name, newest first. */
  history: z.array(BaselineDecisionSchema),
})
export type PictureInFull = z.infer<typeof PictureInFullSchema>

/** `picture` is what the person saw: another one that waits by now is not decided on. */
const SeenSchema = z.object({ id: PictureId, picture: Sha256 })

const Note = z.string().trim().max(2_000)
export const PictureDecisionSchema = z
  .object({
    pictures: z.array(SeenSchema).min(1).max(1_000),
    decision: z.enum(['approved', 'rejected']),
    note: Note.default(''),
  })
  .refine(({ decision, note }) => decision === 'approved' || note !== '', { message: 'A rejection says what is wrong.', path: ['note'] })
export type PictureDecision = z.infer<typeof PictureDecisionSchema>

export const picturesContract = {
  list: oc.route({ method: 'GET', path: '/tests/pictures' }).output(PictureListSchema),
  /** Compares the picture that waits with the approved one. Fails with NOT_FOUND when it does not wait any more. */
  look: oc
    .route({ method: 'GET', path: '/tests/pictures/{id}' })
    .input(z.object({ id: PictureId }))
    .output(PictureInFullSchema),
  /** The other pictures that wait and changed in the same way, for one decision on all of them. */
  alike: oc.route({ method: 'GET', path: '/tests/pictures/{id}/alike' }).input(SeenSchema).output(z.array(WaitingPictureSchema)),
  /** On all of them or on none: fails with NOT_FOUND or CONFLICT when one does not wait any more or is another one by now. */
  decide: oc.route({ method: 'POST', path: '/tests/pictures/decisions' }).input(PictureDecisionSchema).output(PictureListSchema),
  /** Takes the last decision on each back, until the next run. Fails with NOT_FOUND when it cannot be, and with CONFLICT. */
  undo: oc
    .route({ method: 'POST', path: '/tests/pictures/undo' })
    .input(z.object({ ids: z.array(PictureId).min(1).max(1_000) }))
    .output(PictureListSchema),
}
