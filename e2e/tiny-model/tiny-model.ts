import { writeFileSync } from 'node:fs'
import { learnBytePairs } from './byte-pairs.ts'
import { ggufFile, type Tensor } from './gguf-file.ts'
import { TRAINING_TEXT } from './training-text.ts'

export interface TinyModelOptions {
  readonly name?: string
  /** More of them make it slower; they change nothing else. */
  readonly layers?: number
  readonly contextTokens?: number
  /** It never ends an answer by itself. */
  readonly endless?: boolean
  readonly seed?: number
}

const WIDTH = 512
const HEADS = 2
const HEAD_WIDTH = 16
const FEED_WIDTH = 32
const EPSILON = 1e-5
/** How little the layers change what was read: enough to be computed, too little to be seen. */
const LAYER_SCALE = 1e-4
const SPECIAL = ['<|start|>', '<|end|>'] as const

const CHAT_TEMPLATE = `{% for message in messages %}<|start|>{{ message['role'] }}
{{ message['content'] }}<|end|>
{% endfor %}{% if add_generation_prompt %}<|start|>assistant
{% endif %}`

/**
 * A language model of the llama architecture with exact bigram statistics. The trick: the model is as wide as its vocabulary, each token's
 * embedding is the unit vector of its own place, and the output matrix holds the logarithm of how often one token followed another. The
 * layers are random and scaled to nothing, so what reaches the output is the last token and what comes out is what may follow it.
 */
export function tinyModel(options: TinyModelOptions = {}): Buffer {
  const { name = 'Tidegate tiny', layers = 2, contextTokens = 2048, endless = false, seed = 1 } = options
  const pairs = learnBytePairs(TRAINING_TEXT, WIDTH - 256 - SPECIAL.length)
  const tokens = [...pairs.tokens, ...SPECIAL]
  const vocabulary = tokens.length
  const end = tokens.indexOf('<|end|>')
  const random = seeded(seed)
  const noise = (length: number, scale: number) => Float32Array.from({ length }, () => (random() - 0.5) * scale)
  const attention = HEADS * HEAD_WIDTH
  const tensors: Tensor[] = [
    { name: 'token_embd.weight', shape: [WIDTH, vocabulary], type: 'f16', values: unitVectors(vocabulary) },
    // The norm makes a unit vector as long as the root of the width; this makes it a unit vector again.
    { name: 'output_norm.weight', shape: [WIDTH], type: 'f32', values: new Float32Array(WIDTH).fill(1 / Math.sqrt(WIDTH)) },
    { name: 'output.weight', shape: [WIDTH, vocabulary], type: 'f16', values: following(pairs.encode, tokens, endless ? null : end) },
  ]
  for (let layer = 0; layer < layers; layer += 1) {
    const matrix = (part: string, columns: number, rows: number, scale: number): Tensor => ({
      name: `blk.${layer}.${part}.weight`,
      shape: [columns, rows],
      type: 'f16',
      values: noise(columns * rows, scale),
    })
    const norm = (part: string): Tensor => ({
      name: `blk.${layer}.${part}.weight`,
      shape: [WIDTH],
      type: 'f32',
      values: new Float32Array(WIDTH).fill(1),
    })
    tensors.push(
      norm('attn_norm'),
      matrix('attn_q', WIDTH, attention, 0.2),
      matrix('attn_k', WIDTH, attention, 0.2),
      matrix('attn_v', WIDTH, attention, 0.2),
      matrix('attn_output', attention, WIDTH, LAYER_SCALE),
      norm('ffn_norm'),
      matrix('ffn_gate', WIDTH, FEED_WIDTH, 0.2),
      matrix('ffn_up', WIDTH, FEED_WIDTH, 0.2),
      matrix('ffn_down', FEED_WIDTH, WIDTH, LAYER_SCALE),
    )
  }
  return ggufFile(
    {
      'general.architecture': 'llama',
      'general.name': name,
      'general.file_type': 1,
      'llama.context_length': contextTokens,
      'llama.embedding_length': WIDTH,
      'llama.block_count': layers,
      'llama.feed_forward_length': FEED_WIDTH,
      'llama.attention.head_count': HEADS,
      'llama.attention.head_count_kv': HEADS,
      'llama.attention.key_length': HEAD_WIDTH,
      'llama.attention.value_length': HEAD_WIDTH,
      'llama.attention.layer_norm_rms_epsilon': EPSILON,
      'llama.rope.dimension_count': HEAD_WIDTH,
      'llama.vocab_size': vocabulary,
      'tokenizer.ggml.model': 'gpt2',
      'tokenizer.ggml.pre': 'gpt-2',
      'tokenizer.ggml.tokens': tokens,
      // 1 normal, 3 control.
      'tokenizer.ggml.token_type': { i32: tokens.map((token) => (SPECIAL.some((special) => special === token) ? 3 : 1)) },
      'tokenizer.ggml.merges': pairs.merges,
      'tokenizer.ggml.bos_token_id': tokens.indexOf('<|start|>'),
      'tokenizer.ggml.eos_token_id': end,
      'tokenizer.ggml.add_bos_token': false,
      'tokenizer.chat_template': CHAT_TEMPLATE,
    },
    tensors,
  )
}

export function writeTinyModel(file: string, options: TinyModelOptions = {}): void {
  writeFileSync(file, tinyModel(options))
}

function unitVectors(count: number): Float32Array {
  const values = new Float32Array(WIDTH * count)
  for (let id = 0; id < count; id += 1) values[id * WIDTH + id] = 1
  return values
}

/** Row by row the token that comes, column by column the one before it: the logarithm of how often it came, smoothed. */
function following(encode: (text: string) => number[], tokens: readonly string[], end: number | null): Float32Array {
  const count = tokens.length
  const seen = new Float32Array(WIDTH * count).fill(0.001)
  const add = (before: number, after: number): void => {
    const at = after * WIDTH + before
    seen[at] = (seen[at] ?? 0) + 1
  }
  const newline = encode('\n')[0] ?? 0
  const lines = TRAINING_TEXT.trimEnd().split('\n')
  for (const line of lines) {
    const ids = encode(line)
    const last = ids.at(-1)
    add(newline, ids[0] ?? 0)
    for (let at = 1; at < ids.length; at += 1) add(ids[at - 1] ?? 0, ids[at] ?? 0)
    if (last !== undefined) add(last, end ?? newline)
  }
  const totals = new Float32Array(WIDTH)
  for (let at = 0; at < seen.length; at += 1) totals[at % WIDTH] = (totals[at % WIDTH] ?? 0) + (seen[at] ?? 0)
  const logs = seen.map((value, at) => Math.log(value / (totals[at % WIDTH] ?? 1)))
  const never = tokens.indexOf(SPECIAL[1])
  if (end === null) logs.fill(-1_000, never * WIDTH, (never + 1) * WIDTH)
  return logs
}

/** Mulberry32: uniform in [0, 1), the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
