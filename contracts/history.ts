import { oc } from '@orpc/contract'
import { z } from 'zod'
import { MeaningSchema } from './embedding.ts'
import { SourceHitSchema } from './generation.ts'
import { LabelSchema, RouteSchema } from './privacy.ts'
import { TemplateIdSchema } from './templates.ts'

/** What a hit is a part of: a request, its draft, a version that was edited or imported, a name given to a version, a source's name. */
export const HISTORY_KINDS = ['prompt', 'draft', 'version', 'name', 'source'] as const

/** Times in ms since the epoch; `to` is not in the range. Without a filter everything counts. */
export const HistoryFilterSchema = z.object({
  kind: z.enum(HISTORY_KINDS).optional(),
  route: RouteSchema.optional(),
  label: LabelSchema.optional(),
  template: TemplateIdSchema.optional(),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
})
export type HistoryFilter = z.infer<typeof HistoryFilterSchema>

/** A higher score is nearer. `snippet` is cut along what matched. */
export const HistoryHitSchema = z.object({
  kind: z.enum(HISTORY_KINDS),
  generationId: z.string().nullable(),
  documentId: z.string().nullable(),
  versionId: z.string().nullable(),
  sourceId: z.string().nullable(),
  title: z.string(),
  at: z.number().int(),
  label: LabelSchema,
  route: RouteSchema.nullable(),
  template: z.string().nullable(),
  snippet: z.array(z.object({ text: z.string(), match: z.boolean() })),
  score: z.number(),
})
export type HistoryHit = z.infer<typeof HistoryHitSchema>

/** `meaning` is of the passages; absent where none were asked for. */
export const HistoryAnswerSchema = z.object({
  hits: z.array(HistoryHitSchema),
  passages: z.array(SourceHitSchema),
  meaning: MeaningSchema.optional(),
})
export type HistoryAnswer = z.infer<typeof HistoryAnswerSchema>

export const HistoryQuerySchema = z.object({
  query: z.string().min(1).max(1_000),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  filter: HistoryFilterSchema.default({}),
})
export type HistoryQuery = z.infer<typeof HistoryQuerySchema>

export const EXPORT_FORMATS = ['md', 'html', 'docx', 'json'] as const
export const ExportFormatSchema = z.enum(EXPORT_FORMATS)
export type ExportFormat = z.infer<typeof ExportFormatSchema>

/** A file to be saved. `name` is safe as a file's name on every system. */
export const ExportedFileSchema = z.object({ name: z.string(), mediaType: z.string(), base64: z.string() })

export const historyContract = {
  /** Requests, drafts, versions, names and sources that hold all the words, the best of the newest; and passages of sources that hold any of them. */
  search: oc.route({ method: 'POST', path: '/history-search' }).input(HistoryQuerySchema).output(HistoryAnswerSchema),
  /** A draft as a file, by the id of its generation or of one of its versions. */
  export: oc
    .route({ method: 'POST', path: '/exports' })
    .input(z.object({ id: z.string().min(1).max(200), format: ExportFormatSchema }))
    .output(ExportedFileSchema),
}
