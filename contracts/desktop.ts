import { z } from 'zod'

/** The languages that the app speaks, in its window and beside it. */
export const LANGUAGE_IDS = ['en', 'de', 'ar'] as const
export const LanguageIdSchema = z.enum(LANGUAGE_IDS)

/** Modifiers and one key, as `Mod+Shift+N`; `Mod` is Cmd on a Mac and Ctrl elsewhere. */
export const ChordSchema = z
  .string()
  .max(40)
  .regex(/^(?:(?:Mod|Ctrl|Alt|Shift)\+){0,4}(?:[A-Z0-9]|F\d{1,2}|[,.;'/\\\-=`[\]]|Space|Enter|Arrow(?:Up|Down|Left|Right))$/)

/** How a window speaks, so that menus and notifications do, too. `keys` are those in force, by the command's id. */
export const SpeechSchema = z.object({
  language: LanguageIdSchema,
  keys: z.record(z.string().max(60), z.string().max(40)).default({}),
})
export type Speech = z.infer<typeof SpeechSchema>

/** What the system does for the app beside its windows; null where this host or system cannot. */
export const DesktopSettingsSchema = z.object({
  startAtLogin: z.boolean().nullable(),
  /** The keys that open the quick window from anywhere; `keys` is null while it is off, `isTaken` where another program has them. */
  quickWindow: z.object({ keys: ChordSchema.nullable(), isTaken: z.boolean() }).nullable(),
})
export type DesktopSettings = z.infer<typeof DesktopSettingsSchema>

export const DesktopChangeSchema = z.object({
  startAtLogin: z.boolean().optional(),
  quickKeys: ChordSchema.nullable().optional(),
})
export type DesktopChange = z.infer<typeof DesktopChangeSchema>

/** What became of files that the system handed over. */
export const TakenFilesSchema = z.object({
  added: z.number().int().nonnegative(),
  refused: z.array(z.object({ name: z.string(), reason: z.string() })),
})
export type TakenFiles = z.infer<typeof TakenFilesSchema>
