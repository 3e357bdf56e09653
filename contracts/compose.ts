import { oc } from '@orpc/contract'
import { z } from 'zod'
import { LIMITS } from './generation.ts'
import { LabelSchema, RouteSchema } from './privacy.ts'
import { FieldValuesSchema, TemplateIdSchema } from './templates.ts'

/** Limits of the unsent draft, in counts. The prompt has the limit of a request. */
export const COMPOSE_LIMITS = {
  excludedSources: 10_000,
  idChars: 200,
  /** Texts that another window's edit took the place of; beyond this the oldest goes. */
  keptTexts: 20,
} as const

const PromptSchema = z.string().max(LIMITS.promptChars)
const RevisionSchema = z.number().int().nonnegative()

/**
 * What the person has composed and not yet sent. Which sources take part is kept as the ids that were taken out, so that one
 * added later, or by another tool, takes part as it does in the view.
 */
export const DraftSchema = z.object({
  prompt: PromptSchema,
  template: TemplateIdSchema,
  /** What is filled into the fields of the template, by name. */
  fields: FieldValuesSchema,
  route: z.enum(['auto', ...RouteSchema.options]),
  localOnly: z.boolean(),
  /** A label the person sets; it can raise what was found, never lower it. */
  raisedLabel: LabelSchema.nullable(),
  excludedSources: z.array(z.string().min(1).max(COMPOSE_LIMITS.idChars)).max(COMPOSE_LIMITS.excludedSources),
})
export type Draft = z.infer<typeof DraftSchema>

/**
 * The draft as stored. `revision` grows by one with each save; 0 says that none was ever saved. `label` is the highest of what the
 * classifier gave the prompt and what the person set; `restricted` while the classifier has not spoken.
 */
export const StoredDraftSchema = DraftSchema.extend({ revision: RevisionSchema, label: LabelSchema, savedAt: z.number().int() })
export type StoredDraft = z.infer<typeof StoredDraftSchema>

/** A prompt that an edit in another window took the place of. Times in ms since the epoch. */
export const KeptTextSchema = z.object({
  id: z.number().int().positive(),
  prompt: PromptSchema,
  label: LabelSchema,
  keptAt: z.number().int(),
})
export type KeptText = z.infer<typeof KeptTextSchema>

/**
 * Replaces `[start, end)` of the text that was saved last by `insert`, UTF-16 code units. `length` is the length of the result. A
 * key pressed in a long prompt then costs its own bytes, not the prompt's.
 */
export const TextEditSchema = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  insert: PromptSchema,
  length: z.number().int().nonnegative().max(LIMITS.promptChars),
})
export type TextEdit = z.infer<typeof TextEditSchema>

export { applyTextEdit, EMPTY_DRAFT, textEditBetween } from './draft-text.ts'

/**
 * `base` is the revision that the draft was written on. `keepReplaced` puts the stored prompt among the kept texts when this save
 * takes its place: a window asks for it when somebody else wrote that prompt. `closing` says that the window goes and cannot try
 * again: if its draft is refused, its own prompt goes among the kept texts.
 */
export const DraftSaveSchema = z.object({
  base: RevisionSchema,
  draft: DraftSchema.extend({ prompt: z.union([PromptSchema, TextEditSchema]) }),
  keepReplaced: z.boolean().default(false),
  closing: z.boolean().default(false),
})
export type DraftSave = z.infer<typeof DraftSaveSchema>

/** `saved: false`: the draft was not written on what is stored, which comes back instead and is as it was. */
export const DraftSaveResultSchema = z.discriminatedUnion('saved', [
  z.object({ saved: z.literal(true), revision: RevisionSchema }),
  z.object({ saved: z.literal(false), stored: StoredDraftSchema }),
])
export type DraftSaveResult = z.infer<typeof DraftSaveResultSchema>

/**
 * There is one unsent draft, shared by all windows. With two of them the newest edit wins: a save that was not written on the stored
 * revision is refused, answers with the stored draft, and its window saves once more on top of that with `keepReplaced`, so that the
 * text of the other window is kept, listed and can be taken back.
 */
export const composeContract = {
  get: oc.route({ method: 'GET', path: '/compose' }).output(StoredDraftSchema),
  /** Synced to disk before it answers. */
  save: oc.route({ method: 'PUT', path: '/compose' }).input(DraftSaveSchema).output(DraftSaveResultSchema),
  /** Newest first. */
  kept: oc.route({ method: 'GET', path: '/compose/kept' }).output(z.array(KeptTextSchema)),
  discard: oc
    .route({ method: 'DELETE', path: '/compose/kept/{id}' })
    .input(z.object({ id: z.coerce.number().int().positive() }))
    .output(z.object({ discarded: z.boolean() })),
}
