import { oc } from '@orpc/contract'
import { z } from 'zod'
import { LabelSchema } from './privacy.ts'

/** What a service lists under a name. Names become steps of an address, so that none may be one that addresses resolve. */
export const LangbaseNameSchema = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => name.trim() === name && name !== '.' && name !== '..', 'a name without blanks at its ends')

/** A pipe: a model with its instructions, kept by the service. */
export const PipeSchema = z.object({
  name: z.string(),
  description: z.string(),
  status: z.enum(['public', 'private', 'unknown']),
  /** `maker:model`; empty where the service does not say. */
  model: z.string(),
  /** The provider's own pipe of the settings. */
  inUse: z.boolean(),
})
export type Pipe = z.infer<typeof PipeSchema>

export const MemorySchema = z.object({
  name: z.string(),
  description: z.string(),
  embeddingModel: z.string(),
  /** Searched for every request of the provider. */
  inUse: z.boolean(),
})
export type Memory = z.infer<typeof MemorySchema>

export const DOCUMENT_STATES = ['queued', 'in_progress', 'completed', 'failed'] as const
export const MemoryDocumentSchema = z.object({
  name: z.string(),
  state: z.enum(DOCUMENT_STATES),
  bytes: z.number().int().nonnegative(),
  mediaType: z.string(),
})
export type MemoryDocument = z.infer<typeof MemoryDocumentSchema>

export const ThreadSchema = z.object({
  id: z.string(),
  /** ms since the epoch. */
  createdAt: z.number().int(),
  metadata: z.record(z.string(), z.string()),
})
export type Thread = z.infer<typeof ThreadSchema>

export const ThreadMessageSchema = z.object({ role: z.enum(['system', 'user', 'assistant', 'tool']), content: z.string() })
export type ThreadMessage = z.infer<typeof ThreadMessageSchema>

/** A pipe that the app can make: `name` of the template. */
export const PipeTemplateSchema = z.object({ name: z.string(), description: z.string(), model: z.string() })
export type PipeTemplate = z.infer<typeof PipeTemplateSchema>

/** Whether a source may go into a hosted memory; `reason` is one sentence for a person and empty where it may. */
export const UploadVerdictSchema = z.object({ allowed: z.boolean(), label: LabelSchema, reason: z.string() })
export type UploadVerdict = z.infer<typeof UploadVerdictSchema>

const Provider = z.object({ provider: z.string().min(1).max(60).optional() })
const InMemory = Provider.extend({ memory: LangbaseNameSchema })
const Done = z.object({ done: z.literal(true) })

/** A Langbase account beside generating. Without `provider` the first Langbase provider of the settings is meant. */
export const langbaseContract = {
  pipes: {
    list: oc.route({ method: 'GET', path: '/langbase/pipes' }).input(Provider.prefault({})).output(z.array(PipeSchema)),
    templates: oc.route({ method: 'GET', path: '/langbase/pipe-templates' }).output(z.array(PipeTemplateSchema)),
    /** Makes a private pipe from a template, under a name of its own where one is given. */
    create: oc
      .route({ method: 'POST', path: '/langbase/pipes' })
      .input(
        Provider.extend({
          template: z.string().min(1).max(60),
          name: LangbaseNameSchema.optional(),
          model: z.string().max(120).optional(),
        }),
      )
      .output(PipeSchema),
    /** The provider runs this pipe from now on. */
    use: oc
      .route({ method: 'POST', path: '/langbase/pipes/use' })
      .input(Provider.extend({ name: LangbaseNameSchema }))
      .output(Done),
  },
  memories: {
    list: oc.route({ method: 'GET', path: '/langbase/memories' }).input(Provider.prefault({})).output(z.array(MemorySchema)),
    create: oc
      .route({ method: 'POST', path: '/langbase/memories' })
      .input(Provider.extend({ name: LangbaseNameSchema, description: z.string().max(500).default('') }))
      .output(MemorySchema),
    remove: oc.route({ method: 'POST', path: '/langbase/memories/remove' }).input(InMemory).output(Done),
    /** The provider searches this memory from now on, or no longer. */
    use: oc
      .route({ method: 'POST', path: '/langbase/memories/use' })
      .input(InMemory.extend({ use: z.boolean() }))
      .output(Done),
    documents: oc.route({ method: 'GET', path: '/langbase/documents' }).input(InMemory).output(z.array(MemoryDocumentSchema)),
    /** Which of the workspace's sources may be uploaded, by their content as it is scanned now. */
    uploadable: oc
      .route({ method: 'GET', path: '/langbase/uploadable' })
      .output(z.array(UploadVerdictSchema.extend({ source: z.string(), name: z.string() }))),
    /** Uploads the text of a source. Refused above `public`, before anything is sent. */
    upload: oc
      .route({ method: 'POST', path: '/langbase/documents' })
      .input(InMemory.extend({ source: z.string().min(1) }))
      .output(z.object({ name: z.string() })),
    removeDocument: oc
      .route({ method: 'POST', path: '/langbase/documents/remove' })
      .input(InMemory.extend({ document: LangbaseNameSchema }))
      .output(Done),
    retry: oc
      .route({ method: 'POST', path: '/langbase/documents/retry' })
      .input(InMemory.extend({ document: LangbaseNameSchema }))
      .output(Done),
  },
}
