import { z } from 'zod'

const Name = z.string().max(300)

/** What somebody did, as the page saw it. `at`: milliseconds of the page's own clock. */
export const RecordedEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('click'), role: z.string().min(1).max(40), name: Name, at: z.number() }),
  z.object({
    kind: z.literal('input'),
    role: z.string().min(1).max(40),
    name: Name,
    /** Empty for a secret: it never leaves the page. */
    value: z.string().max(100_000),
    isSecret: z.boolean(),
    at: z.number(),
  }),
  z.object({ kind: z.literal('choose'), role: z.string().min(1).max(40), name: Name, option: Name, at: z.number() }),
  z.object({ kind: z.literal('press'), keys: z.string().min(1).max(60), at: z.number() }),
])
export type RecordedEvent = z.infer<typeof RecordedEventSchema>
