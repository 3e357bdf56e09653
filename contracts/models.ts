import { oc } from '@orpc/contract'
import { z } from 'zod'

/** What a model's file says of it. Sizes in bytes, contexts in tokens. */
export const ModelFactsSchema = z.object({
  name: z.string(),
  architecture: z.string(),
  parameters: z.number().nonnegative(),
  /** As people name it: `Q4_K_M`. */
  quantisation: z.string(),
  /** The context that it was trained for; null when the file does not say. */
  contextTokens: z.number().nullable(),
  layers: z.number(),
  embedding: z.number(),
  heads: z.number().nullable(),
  kvHeads: z.number().nullable(),
  tokenizer: z.string().nullable(),
  /** Whether it says how a conversation is written for it. */
  chatTemplate: z.boolean(),
  sizeBytes: z.number().nonnegative(),
  /** The size that the header speaks of; null where it cannot be known. */
  expectedBytes: z.number().nonnegative().nullable(),
  /** What the file is short of: more than 0 is a download that broke off. */
  missingBytes: z.number().nonnegative(),
  /** Files that it is split into. */
  parts: z.number().int().positive(),
})
export type ModelFacts = z.infer<typeof ModelFactsSchema>

/** Whether a model fits in the memory that is free now. */
export const MemoryFitSchema = z.object({
  fits: z.boolean(),
  /** The most context that fits, at most what was asked for; when nothing fits, the least that would be of use. */
  contextTokens: z.number().int().positive(),
  /** What it takes with that context. */
  needsBytes: z.number().nonnegative(),
  freeBytes: z.number(),
  /** Why there is less context than was asked for. */
  limitedBy: z.literal('memory').nullable(),
})
export type MemoryFit = z.infer<typeof MemoryFitSchema>

export const MODEL_PLACES = ['settings', 'folder', 'ollama', 'lm-studio', 'hugging-face', 'llama.cpp'] as const

/** How it stands with a model. */
export const ModelStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('not-loaded') }),
  z.object({ state: z.literal('loading'), share: z.number().min(0).max(1) }),
  z.object({
    state: z.literal('loaded'),
    contextTokens: z.number().int(),
    /** Memory of its process; null before it was first told. */
    rssBytes: z.number().nullable(),
    busy: z.boolean(),
    gpu: z.string().nullable(),
  }),
  z.object({ state: z.literal('set-aside'), why: z.string() }),
  /** The file cannot be used; `problem` says what to do. */
  z.object({ state: z.literal('unusable'), problem: z.string() }),
])
export type ModelState = z.infer<typeof ModelStateSchema>

/** A model on this machine. */
export const ModelEntrySchema = z.object({
  /** Absolute path of the file, the first one of a split model. */
  file: z.string(),
  name: z.string(),
  place: z.enum(MODEL_PLACES),
  /** Null when the file cannot be read. */
  facts: ModelFactsSchema.nullable(),
  fit: MemoryFitSchema.nullable(),
  state: ModelStateSchema,
  /** The file is not as it was when its hash was remembered. */
  changed: z.boolean(),
  /** The provider of the settings that uses it; null when none does. */
  providerId: z.string().nullable(),
})
export type ModelEntry = z.infer<typeof ModelEntrySchema>

export const ModelListSchema = z.object({
  /** Null when the engine is installed; else what to do. */
  engineProblem: z.string().nullable(),
  models: z.array(ModelEntrySchema),
})
export type ModelList = z.infer<typeof ModelListSchema>

/** What came of comparing a file with its hash. `first`: there was nothing to compare with, and this is remembered. */
export const VerificationSchema = z.object({
  file: z.string(),
  sha256: z.string(),
  result: z.enum(['ok', 'first', 'changed', 'wrong']),
  detail: z.string(),
})
export type Verification = z.infer<typeof VerificationSchema>

const File = z.object({ file: z.string().min(1).max(4_096) })

export const modelsContract = {
  /** The models of the settings and those that are found on this machine. */
  list: oc.route({ method: 'GET', path: '/models' }).output(ModelListSchema),
  /** Makes a file a local provider, the preferred one when `prefer` is set. */
  add: oc
    .route({ method: 'POST', path: '/models' })
    .input(File.extend({ prefer: z.boolean().default(false) }))
    .output(z.object({ providerId: z.string() })),
  /** Loads a model now instead of with its first request. Answers when it is loaded. */
  load: oc
    .route({ method: 'POST', path: '/models/load' })
    .input(File)
    .output(z.object({ loaded: z.literal(true) })),
  unload: oc.route({ method: 'POST', path: '/models/unload' }).output(z.object({ unloaded: z.literal(true) })),
  /** Another chance for a model that was set aside. */
  tryAgain: oc
    .route({ method: 'POST', path: '/models/try-again' })
    .input(File)
    .output(z.object({ cleared: z.literal(true) })),
  verify: oc.route({ method: 'POST', path: '/models/verify' }).input(File).output(VerificationSchema),
}
