import { createRandom } from '../tagger/random.ts'

/** A prompt as the network sees it. */
export interface Example {
  /** Rows of the table. */
  readonly features: Uint32Array
  readonly traits: Float32Array
  /** Place of its topic. */
  readonly topic: number
  readonly weight: number
}

export interface NetworkSettings {
  readonly rows: number
  readonly width: number
  readonly rounds: number
  readonly rate: number
  readonly dropout: number
  readonly seed: number
}

/** Sum of the rows of a prompt's features over the root of their number, and its traits, to topics. */
export interface Network {
  readonly width: number
  readonly table: Float32Array
  readonly topics: number
  /** Per topic: width + traits + 1 weights. */
  readonly output: Float32Array
  readonly inputs: number
}

export function learnNetwork(examples: readonly Example[], topics: number, settings: NetworkSettings): Network {
  const { rows, width, rounds, rate, dropout, seed } = settings
  const random = createRandom(seed)
  const traitCount = examples[0]?.traits.length ?? 0
  const inputs = width + traitCount + 1
  const outputs = topics
  const table = new Float32Array(rows * width)
  for (let at = 0; at < table.length; at += 1) table[at] = (random() - 0.5) * (2 / width)
  const output = new Float32Array(outputs * inputs)
  const tableSquares = new Float32Array(rows).fill(1e-8)
  const outputSquares = new Float32Array(output.length).fill(1e-8)
  const hidden = new Float32Array(inputs)
  const back = new Float32Array(width)
  const logits = new Float32Array(outputs)
  const order = Uint32Array.from(examples, (_, at) => at)
  const steps = rounds * examples.length
  let step = 0
  const kept = new Uint32Array(16_384)
  for (let round = 0; round < rounds; round += 1) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1))
      const held = order[at] ?? 0
      order[at] = order[other] ?? 0
      order[other] = held
    }
    for (const index of order) {
      const example = examples[index]
      if (example === undefined) continue
      const now = rate * (1 - step / steps) + 1e-4
      step += 1
      let count = 0
      for (const row of example.features) if (random() >= dropout) kept[count++] = row
      if (count === 0) continue
      hidden.fill(0)
      for (let k = 0; k < count; k += 1) {
        const from = (kept[k] ?? 0) * width
        for (let d = 0; d < width; d += 1) hidden[d] = (hidden[d] ?? 0) + (table[from + d] ?? 0)
      }
      const scale = 1 / Math.sqrt(count)
      for (let d = 0; d < width; d += 1) hidden[d] = (hidden[d] ?? 0) * scale
      for (let t = 0; t < traitCount; t += 1) hidden[width + t] = example.traits[t] ?? 0
      hidden[inputs - 1] = 1
      let most = Number.NEGATIVE_INFINITY
      for (let o = 0; o < outputs; o += 1) {
        let sum = 0
        const from = o * inputs
        for (let i = 0; i < inputs; i += 1) sum += (output[from + i] ?? 0) * (hidden[i] ?? 0)
        logits[o] = sum
        if (sum > most) most = sum
      }
      back.fill(0)
      let total = 0
      for (let o = 0; o < outputs; o += 1) total += logits[o] = Math.exp((logits[o] ?? 0) - most)
      for (let o = 0; o < outputs; o += 1) {
        const slope = ((logits[o] ?? 0) / total - (o === example.topic ? 1 : 0)) * example.weight
        if (slope > 1e-5 || slope < -1e-5) push(o, slope, now)
      }
      let square = 0
      for (let d = 0; d < width; d += 1) {
        back[d] = (back[d] ?? 0) * scale
        square += (back[d] ?? 0) * (back[d] ?? 0)
      }
      square /= width
      for (let k = 0; k < count; k += 1) {
        const row = kept[k] ?? 0
        const squares = (tableSquares[row] ?? 0) + square
        tableSquares[row] = squares
        const pace = now / Math.sqrt(squares)
        const from = row * width
        for (let d = 0; d < width; d += 1) table[from + d] = (table[from + d] ?? 0) - pace * (back[d] ?? 0)
      }
    }
  }
  return { width, table, topics, output, inputs }

  function push(o: number, slope: number, now: number): void {
    const from = o * inputs
    for (let d = 0; d < width; d += 1) back[d] = (back[d] ?? 0) + slope * (output[from + d] ?? 0)
    for (let i = 0; i < inputs; i += 1) {
      const part = slope * (hidden[i] ?? 0)
      const squares = (outputSquares[from + i] ?? 0) + part * part
      outputSquares[from + i] = squares
      output[from + i] = (output[from + i] ?? 0) - (now * part) / Math.sqrt(squares)
    }
  }
}
