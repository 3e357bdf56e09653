import { oc } from '@orpc/contract'
import { z } from 'zod'
import { EmbeddingStatusSchema, MeaningSchema } from './embedding.ts'
import { ErrorValueSchema } from './errors.ts'
import { LabelSchema } from './privacy.ts'

/** Limits of a source, in bytes and UTF-16 code units. They are the same for every host. */
export const SOURCE_LIMITS = {
  sourceFileBytes: 20 * 1024 * 1024,
  sourceTextChars: 5_000_000,
} as const

/** `pending`: the classifier has not read it yet; `failed`: it could not. Either way nobody knows, so it counts as restricted. */
export const LABEL_STATES = ['pending', 'failed'] as const

/** A source that the user attached, as stored. `chars` counts the extracted text in UTF-16 code units. */
export const SourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int().nonnegative(),
  chars: z.number().int().nonnegative(),
  sha256: z.string(),
  label: LabelSchema,
  addedAt: z.number().int(),
  /** Absent once it is labelled. Until then `label` is `restricted`. */
  labelState: z.enum(LABEL_STATES).optional(),
  /** Absent once it can be searched. */
  indexState: z.enum(['pending']).optional(),
  /** What extraction left out or chose, for a person; absent when there is nothing to say. */
  note: z.string().optional(),
})
export type Source = z.infer<typeof SourceSchema>

/** Whether nobody knows yet what a source contains: it counts as restricted, and takes part in no hosted route. */
export function isUnlabelled({ labelState }: Pick<Source, 'labelState'>): boolean {
  return labelState !== undefined
}

/** By which of its sides a passage was found. */
export const FOUND_BY = ['words', 'meaning'] as const

/** A passage of a stored source that a search found: `[start, end)` of its text, UTF-16 code units; a higher score is nearer. */
export const SourceHitSchema = z.object({
  source: z.string(),
  sourceName: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  text: z.string(),
  score: z.number(),
  /** Where that is, for a person: "page 4", "line 120", "row 17". Absent where nothing is known. */
  location: z.string().optional(),
  /** Absent where only words were asked for. */
  foundBy: z.array(z.enum(FOUND_BY)).optional(),
})
export type SourceHit = z.infer<typeof SourceHitSchema>

export const FILE_STATUSES = ['indexed', 'unchanged', 'failed', 'skipped'] as const
/** Why a file of a folder is not read. `special`: a device, a pipe or a socket. */
export const SKIP_REASONS = ['hidden', 'ignored', 'binary', 'too-large', 'link', 'special', 'too-deep', 'too-many'] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

/** One file of a folder and what became of it at the last look. `path` is below the folder, with `/`; a folder left out ends with one. */
export const FolderFileSchema = z.object({
  path: z.string(),
  status: z.enum(FILE_STATUSES),
  reason: z.enum(SKIP_REASONS).nullable(),
  error: ErrorValueSchema.nullable(),
  bytes: z.number().int().nonnegative(),
  sourceId: z.string().nullable(),
  checkedAt: z.number().int(),
})
export type FolderFile = z.infer<typeof FolderFileSchema>

/** `waiting` for its turn; `unreachable`: the folder cannot be read now, and what was indexed of it is kept. */
export const FOLDER_STATES = ['waiting', 'reading', 'ready', 'stopped', 'unreachable'] as const

/** A folder whose files are sources. `label` is the highest of its sources, restricted while one of them has none. */
export const SourceFolderSchema = z.object({
  id: z.string(),
  path: z.string(),
  name: z.string(),
  addedAt: z.number().int(),
  syncedAt: z.number().int().nullable(),
  state: z.enum(FOLDER_STATES),
  /** Of the look that is under way, 0 to 1. */
  progress: z.number().min(0).max(1),
  /** Whether changes are seen as they happen; else they are found at the next `sync`. */
  watched: z.boolean(),
  label: LabelSchema,
  sources: z.number().int().nonnegative(),
  unlabelled: z.number().int().nonnegative(),
  counts: z.record(z.enum(FILE_STATUSES), z.number().int().nonnegative()),
  error: ErrorValueSchema.nullable(),
})
export type SourceFolder = z.infer<typeof SourceFolderSchema>

const Id = z.object({ id: z.string().min(1) })

export const sourcesContract = {
  add: oc
    .route({ method: 'POST', path: '/sources' })
    .input(
      z.object({
        name: z.string().min(1).max(500),
        mediaType: z.string().max(200).default(''),
        /** The file's bytes, base64. */
        base64: z.string().max(Math.ceil((SOURCE_LIMITS.sourceFileBytes * 4) / 3) + 4),
      }),
    )
    .output(SourceSchema),
  /** The sources that were added one by one; those of folders are listed by `folderFiles`. */
  list: oc.route({ method: 'GET', path: '/sources' }).output(z.array(SourceSchema)),
  text: oc
    .route({ method: 'GET', path: '/sources/{id}/text' })
    .input(Id)
    .output(z.object({ source: SourceSchema, text: z.string() })),
  /** The place of an offset for a person ("page 4"); null where nothing is known. */
  locate: oc
    .route({ method: 'GET', path: '/sources/{id}/location' })
    .input(Id.extend({ offset: z.coerce.number().int().nonnegative() }))
    .output(z.object({ location: z.string().nullable() })),
  search: oc
    .route({ method: 'GET', path: '/source-search' })
    .input(
      z.object({
        query: z.string().min(1).max(1_000),
        limit: z.coerce.number().int().min(1).max(100).default(10),
        folder: z.string().min(1).optional(),
        /** The last word may be the beginning of one. */
        typing: z.stringbool().or(z.boolean()).optional(),
      }),
    )
    .output(z.object({ hits: z.array(SourceHitSchema), meaning: MeaningSchema })),
  /** How it stands with finding passages by their meaning. */
  embedding: oc.route({ method: 'GET', path: '/source-embedding' }).output(EmbeddingStatusSchema),
  remove: oc
    .route({ method: 'DELETE', path: '/sources/{id}' })
    .input(Id)
    .output(z.object({ removed: z.boolean() })),
  addFolder: oc
    .route({ method: 'POST', path: '/source-folders' })
    .input(z.object({ path: z.string().min(1).max(4_096) }))
    .output(SourceFolderSchema),
  folders: oc.route({ method: 'GET', path: '/source-folders' }).output(z.array(SourceFolderSchema)),
  /** By path; `after` is the last path of the page before. */
  folderFiles: oc
    .route({ method: 'GET', path: '/source-folders/{id}/files' })
    .input(
      Id.extend({
        status: z.enum(FILE_STATUSES).optional(),
        after: z.string().default(''),
        limit: z.coerce.number().int().min(1).max(1_000).default(200),
      }),
    )
    .output(z.array(FolderFileSchema)),
  syncFolder: oc
    .route({ method: 'POST', path: '/source-folders/{id}/sync' })
    .input(Id)
    .output(z.object({ jobId: z.string() })),
  /** Its sources go too, but for those that were also added by hand and those that a draft cites. */
  removeFolder: oc
    .route({ method: 'DELETE', path: '/source-folders/{id}' })
    .input(Id)
    .output(z.object({ removed: z.boolean(), kept: z.number().int().nonnegative() })),
}
