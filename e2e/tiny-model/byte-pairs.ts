/** A byte-level byte-pair vocabulary in the form of GPT-2, as `tokenizer.ggml.model = gpt2` of a GGUF file has it. */
export interface BytePairs {
  /** Tokens by id: the 256 bytes, then one for each merge. */
  readonly tokens: readonly string[]
  /** `left right` in the order in which they were learnt. */
  readonly merges: readonly string[]
  /** The words of a text as token ids. */
  encode(text: string): number[]
}

/** How GPT-2 cuts text before merging; llama.cpp's `gpt-2` pre-tokenizer does the same. */
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu

/**
 * Learns `count` merges from a text: the most frequent neighbours first, ties by their letters (Sennrich, Haddow and Birch, "Neural
 * Machine Translation of Rare Words with Subword Units", 2016).
 */
export function learnBytePairs(text: string, count: number): BytePairs {
  const letters = byteLetters()
  const words = cut(text, letters)
  const merges: string[] = []
  while (merges.length < count) {
    const best = mostFrequent(words)
    if (best === null) break
    merges.push(best)
    for (const [index, word] of words.entries()) words[index] = merged(word, best)
  }
  const tokens = [...letters, ...merges.map((pair) => pair.replace(' ', ''))]
  const ids = new Map(tokens.map((token, id) => [token, id]))
  return {
    tokens,
    merges,
    encode: (given) =>
      cut(given, letters).flatMap((word) => merges.reduce<readonly string[]>(merged, word).map((piece) => ids.get(piece) ?? 0)),
  }
}

function cut(text: string, letters: readonly string[]): (readonly string[])[] {
  return [...text.matchAll(WORDS)].map(([word]) => [...Buffer.from(word, 'utf8')].map((byte) => letters[byte] ?? ''))
}

function mostFrequent(words: readonly (readonly string[])[]): string | null {
  const counts = new Map<string, number>()
  for (const word of words)
    for (let at = 1; at < word.length; at += 1) {
      const pair = `${word[at - 1]} ${word[at]}`
      counts.set(pair, (counts.get(pair) ?? 0) + 1)
    }
  let best: string | null = null
  for (const [pair, n] of counts) {
    const most = best === null ? 0 : (counts.get(best) ?? 0)
    if (n > most || (n === most && best !== null && pair < best)) best = pair
  }
  return best
}

function merged(word: readonly string[], pair: string): readonly string[] {
  const [left = '', right = ''] = pair.split(' ')
  const out: string[] = []
  for (const piece of word) {
    if (piece === right && out.at(-1) === left) out[out.length - 1] = left + right
    else out.push(piece)
  }
  return out
}

/** GPT-2's printable letter for each byte: itself where it is printable, else a letter from 256 on. */
function byteLetters(): string[] {
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
    if (printable) return String.fromCodePoint(byte)
    next += 1
    return String.fromCodePoint(next - 1)
  })
}
