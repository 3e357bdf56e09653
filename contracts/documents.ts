import { oc } from '@orpc/contract'
import { z } from 'zod'
import { CitationSchema, GenerationStateSchema } from './generation.ts'
import { LabelSchema, RouteSchema } from './privacy.ts'

/** Limits in UTF-16 code units. */
export const DOCUMENT_LIMITS = { textChars: 1_000_000, nameChars: 120 } as const

/**
 * `generation`: an engine wrote it; `edit`: a person did; `restore`: an earlier one brought back; `import`: a turn of an imported conversation;
 * `partial`: what a provider had written of its parent before it broke off and another engine wrote anew.
 */
export const VERSION_KINDS = ['generation', 'edit', 'restore', 'import', 'partial'] as const
export const TURN_ROLES = ['user', 'assistant', 'system', 'tool'] as const
export type VersionKind = (typeof VERSION_KINDS)[number]
export type TurnRole = (typeof TURN_ROLES)[number]
export const DOCUMENT_ORIGINS = ['tidegate', 'chatgpt'] as const

/** One state of a document. Versions with the same parent are branches. Nothing is ever overwritten. Times in ms since the epoch. */
export const VersionSummarySchema = z.object({
  id: z.string(),
  documentId: z.string(),
  parentId: z.string().nullable(),
  kind: z.enum(VERSION_KINDS),
  generationId: z.string().nullable(),
  /** Who spoke, in an imported conversation. */
  role: z.enum(TURN_ROLES).nullable(),
  createdAt: z.number().int(),
  /** What a person calls it; empty without a name. */
  name: z.string(),
  /** `restricted` while the classifier has not spoken. */
  label: LabelSchema,
  /** Of the generation that wrote it; null for what a person wrote. */
  state: GenerationStateSchema.nullable(),
  /** What wrote it, also a partial draft. */
  engine: z.string().nullable(),
  route: RouteSchema.nullable(),
  /** Of a partial draft: the provider that broke off. */
  provider: z.string().nullable(),
  /** The beginning of its text. */
  excerpt: z.string(),
})
export type VersionSummary = z.infer<typeof VersionSummarySchema>

export const VersionSchema = VersionSummarySchema.extend({ text: z.string(), citations: z.array(CitationSchema) })
export type Version = z.infer<typeof VersionSchema>

export const DocumentSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  origin: z.enum(DOCUMENT_ORIGINS),
  createdAt: z.number().int(),
  updatedAt: z.number().int(),
  label: LabelSchema,
  versions: z.number().int().nonnegative(),
  /** The version in use: the newest, unless a person chose another. */
  current: z.string().nullable(),
})
export type DocumentSummary = z.infer<typeof DocumentSummarySchema>

/** Versions oldest first. */
export const DocumentSchema = z.object({ document: DocumentSummarySchema, versions: z.array(VersionSummarySchema) })
export type DocumentWithVersions = z.infer<typeof DocumentSchema>

const Id = z.object({ id: z.string().min(1).max(200) })

export const documentsContract = {
  /** Newest first. */
  list: oc
    .route({ method: 'GET', path: '/documents' })
    .input(
      z
        .object({
          limit: z.coerce.number().int().min(1).max(500).default(100),
          before: z.coerce.number().int().optional(),
          origin: z.enum(DOCUMENT_ORIGINS).optional(),
        })
        .prefault({}),
    )
    .output(z.array(DocumentSummarySchema)),
  get: oc.route({ method: 'GET', path: '/documents/{id}' }).input(Id).output(DocumentSchema),
  /** The document that a generation belongs to. */
  ofGeneration: oc.route({ method: 'GET', path: '/generations/{id}/document' }).input(Id).output(DocumentSchema),
  version: oc.route({ method: 'GET', path: '/versions/{id}' }).input(Id).output(VersionSchema),
  /** Keeps an edited text as a new version under `parent`. Citations follow where their sentence is unchanged. */
  edit: oc
    .route({ method: 'POST', path: '/versions/{parent}/edits' })
    .input(z.object({ parent: z.string().min(1).max(200), text: z.string().max(DOCUMENT_LIMITS.textChars) }))
    .output(VersionSchema),
  /** Brings an earlier version back, as a new one. */
  restore: oc.route({ method: 'POST', path: '/versions/{id}/restore' }).input(Id).output(VersionSchema),
  name: oc
    .route({ method: 'PUT', path: '/versions/{id}/name' })
    .input(Id.extend({ name: z.string().max(DOCUMENT_LIMITS.nameChars) }))
    .output(z.object({ named: z.boolean() })),
  /** Makes a version the one in use. */
  keep: oc
    .route({ method: 'POST', path: '/versions/{id}/keep' })
    .input(Id)
    .output(z.object({ kept: z.boolean() })),
  /** Deletes a document for good, with all its versions and their requests. */
  remove: oc
    .route({ method: 'DELETE', path: '/documents/{id}' })
    .input(Id)
    .output(z.object({ removed: z.boolean() })),
}
