import { z } from 'zod'

/** A rectangle in pixels of the picture, from its top left. */
export const BoxSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})
export type Box = z.infer<typeof BoxSchema>

/** Something on the screen that has words or a role: the second channel beside the pixels. Boxes are in pixels of the picture. */
export const ScreenElementSchema = z.object({
  role: z.string().max(60),
  /** The accessible name; empty when it has none. */
  name: z.string().max(500),
  /** The words that are seen in it; empty for a picture. */
  text: z.string().max(500),
  box: BoxSchema,
})
export type ScreenElement = z.infer<typeof ScreenElementSchema>

/** What a picture was drawn with. Two pictures compare exactly only when all of it is equal. */
export const FingerprintSchema = z.object({
  /** Name and version of the renderer. */
  renderer: z.string().min(1).max(200),
  platform: z.string().min(1).max(80),
  /** Hash of how sample letters of each font in use are drawn. */
  fonts: z.string().max(128),
  /** Device pixels per CSS pixel. */
  scale: z.number().positive(),
  flags: z.array(z.string().max(200)).max(50),
})
export type Fingerprint = z.infer<typeof FingerprintSchema>

export const CHANGE_KINDS = ['text', 'colour', 'moved', 'missing', 'new', 'content'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export const RegionSchema = z.object({
  box: BoxSchema,
  /** How many pixels differ. */
  pixels: z.number().int().positive(),
  /** The largest difference of one channel, 1 to 255. */
  largestDelta: z.number().int().min(1).max(255),
  kind: z.enum(CHANGE_KINDS),
  /** By how many pixels, right and down; null unless `kind` is `moved`. */
  moved: z.object({ right: z.number().int(), down: z.number().int() }).nullable(),
  /** The change in a sentence. */
  words: z.string(),
})
export type Region = z.infer<typeof RegionSchema>

/**
 * `same`: equal in an equal environment. `changed`: something differs in an equal environment. `needs-review`: the environments differ, so a
 * person must look, whatever was found.
 */
export const VISUAL_VERDICTS = ['same', 'changed', 'needs-review'] as const

export const VisualDiffSchema = z.object({
  verdict: z.enum(VISUAL_VERDICTS),
  /** How it was compared: the files' bytes were equal; every pixel; or with allowance for another way of drawing. */
  comparison: z.enum(['bytes', 'exact', 'tolerant']),
  changedPixels: z.number().int().nonnegative(),
  regions: z.array(RegionSchema),
  /** What of the environment differs, in words; empty when nothing does. */
  environment: z.array(z.string()),
  /** The verdict in a sentence. */
  summary: z.string(),
})
export type VisualDiff = z.infer<typeof VisualDiffSchema>

/** What is kept beside a baseline's picture. */
export const BaselineRecordSchema = z.object({
  fingerprint: FingerprintSchema.nullable(),
  elements: z.array(ScreenElementSchema).max(5_000),
  /** What is not compared, in pixels of the picture. */
  masks: z.array(BoxSchema).max(500),
})
export type BaselineRecord = z.infer<typeof BaselineRecordSchema>

/** A decision of a person on a picture. */
export const BaselineDecisionSchema = z.object({
  name: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** `undone` takes back the one before it. */
  decision: z.enum(['approved', 'rejected', 'undone']),
  author: z.string().min(1).max(200),
  note: z.string().max(2_000),
  /** SHA-256 of the picture that was decided on. */
  picture: z.string(),
})
export type BaselineDecision = z.infer<typeof BaselineDecisionSchema>
