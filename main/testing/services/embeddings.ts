import { z } from 'zod'
import { hashedVector } from './hashed-vectors.ts'

export interface EmbeddingOptions {
  /** Numbers of a vector. */
  readonly dimension?: number
  /** Longest text in tokens (four characters each): llama-server's physical batch. */
  readonly embedTokens?: number
  /** More texts than this in one request are refused. */
  readonly embedBatch?: number
  /** llama-server answers 501 when it was started without `--embeddings`. */
  readonly embeddings?: boolean
}

const InputSchema = z.union([z.string(), z.array(z.string()).min(1)])
export const OpenAiEmbedSchema = z.looseObject({
  model: z.string().default(''),
  input: InputSchema,
  encoding_format: z.enum(['float', 'base64']).default('float'),
})
export const OllamaEmbedSchema = z.looseObject({ model: z.string().min(1), input: InputSchema, truncate: z.boolean().default(true) })

export function textsOf(input: z.infer<typeof InputSchema>): readonly string[] {
  return typeof input === 'string' ? [input] : input
}

export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4)
}

export function openAiEmbeddings(
  model: string,
  { input, encoding_format }: z.infer<typeof OpenAiEmbedSchema>,
  dimension?: number,
): unknown {
  const texts = textsOf(input)
  const tokens = texts.reduce((sum, text) => sum + tokensOf(text), 0)
  const encoded = (vector: number[]): unknown =>
    encoding_format === 'float' ? vector : Buffer.from(Float32Array.from(vector).buffer).toString('base64')
  return {
    object: 'list',
    data: texts.map((text, index) => ({ object: 'embedding', index, embedding: encoded(hashedVector(text, dimension)) })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

export function ollamaEmbeddings(model: string, texts: readonly string[], dimension?: number): unknown {
  return {
    model,
    embeddings: texts.map((text) => hashedVector(text, dimension)),
    total_duration: 14_143_917,
    load_duration: 1_019_500,
    prompt_eval_count: texts.reduce((sum, text) => sum + tokensOf(text), 0),
  }
}
