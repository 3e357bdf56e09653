export { createEmbedder, hostedRefusal } from './create-embedder.ts'
export type { EmbeddingModels } from './embedded-embedder.ts'
export type { Embedder } from './types.ts'
