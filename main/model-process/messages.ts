import { z } from 'zod'
import { GpuChoiceSchema } from '#contracts/model-settings.ts'

/** What crosses the border between the app and the process of the model. Sizes in bytes. */

/** How a model is loaded. Two equal ones share what is loaded. */
export const LoadSchema = z.object({
  file: z.string().min(1),
  contextTokens: z.number().int().positive(),
  gpu: GpuChoiceSchema,
  /** The processor will do where the graphics card cannot be used. */
  gpuOptional: z.boolean(),
  /** Folder below which builds for a graphics card were installed. */
  gpuFolder: z.string().nullable(),
  threads: z.number().int().positive(),
  /** It makes vectors and does not write: many a model can do only one of both. */
  forVectors: z.boolean().exactOptional(),
})
export type Load = z.infer<typeof LoadSchema>

export const GenerateSchema = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
  maxTokens: z.number().int().positive(),
  temperature: z.number().nonnegative().optional(),
  seed: z.number().int().nonnegative().optional(),
  /** The answer ends before any of these. */
  stop: z.array(z.string().min(1)).optional(),
  /** The answer is a JSON document of this JSON schema. */
  jsonSchema: z.record(z.string(), z.unknown()).optional(),
})
export type Generate = z.infer<typeof GenerateSchema>

const Id = { id: z.number().int() }

export const ToChildSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('load'), ...Id, load: LoadSchema }),
  z.object({ type: z.literal('generate'), ...Id, request: GenerateSchema }),
  z.object({ type: z.literal('embed'), ...Id, texts: z.array(z.string()) }),
  z.object({ type: z.literal('cancel'), ...Id }),
])
export type ToChild = z.infer<typeof ToChildSchema>

/** Why the engine could not do something. No words of the engine: it may quote text or paths. */
export const ENGINE_FAILURES = [
  'not-installed',
  'gpu-unavailable',
  'bad-file',
  'no-memory',
  'not-loaded',
  'context-overflow',
  'bad-schema',
  'no-embedding',
  'engine-failed',
] as const
export type EngineFailureReason = (typeof ENGINE_FAILURES)[number]

export const EndSchema = z.object({
  finishReason: z.enum(['stop', 'length']),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
})
export type End = z.infer<typeof EndSchema>

export const FromChildSchema = z.discriminatedUnion('type', [
  /** A sign of life, each second while there is work, with the memory that the process holds. */
  z.object({ type: z.literal('beat'), rssBytes: z.number().nonnegative() }),
  z.object({ type: z.literal('progress'), ...Id, share: z.number().min(0).max(1) }),
  z.object({ type: z.literal('loaded'), ...Id, contextTokens: z.number().int().positive(), gpu: z.string().nullable() }),
  z.object({ type: z.literal('text'), ...Id, delta: z.string() }),
  z.object({ type: z.literal('end'), ...Id, end: EndSchema }),
  z.object({ type: z.literal('vectors'), ...Id, vectors: z.array(z.array(z.number())) }),
  z.object({ type: z.literal('cancelled'), ...Id }),
  z.object({
    type: z.literal('failed'),
    ...Id,
    reason: z.enum(ENGINE_FAILURES),
    /** With `context-overflow`: tokens of the prompt, and of the context. */
    tokens: z.number().int().optional(),
    limit: z.number().int().optional(),
  }),
])
export type FromChild = z.infer<typeof FromChildSchema>
