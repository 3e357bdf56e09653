/**
 * Characters per token by kind of character run, and the least a run costs. English prose comes to about four characters a token,
 * the rule of thumb that OpenAI publishes ("What are tokens and how to count them"); the other rates were fitted to the o200k
 * vocabulary on prose of the named scripts. Han, kana and Hangul have no spaces to lean on, so they count by character.
 */
const RATES: readonly { readonly pattern: string; readonly tokens: (length: number) => number }[] = [
  // A word and the space before it: short ones are one token, long ones are split.
  { pattern: String.raw`\p{Script=Latin}+`, tokens: (length) => Math.max(1, length / 6.5) },
  { pattern: String.raw`\p{Nd}+`, tokens: (length) => Math.ceil(length / 3) },
  { pattern: String.raw`\p{Script=Han}+`, tokens: (length) => length * 0.75 },
  { pattern: String.raw`[\p{Script=Hiragana}\p{Script=Katakana}\u30fc]+`, tokens: (length) => length * 0.8 },
  { pattern: String.raw`\p{Script=Hangul}+`, tokens: (length) => Math.max(1, length * 0.7) },
  { pattern: String.raw`[\p{L}\p{M}]+`, tokens: (length) => Math.max(1, length / 3.5) },
  { pattern: String.raw`\n+`, tokens: () => 1 },
  { pattern: String.raw`[^\S\n]+`, tokens: (length) => Math.ceil((length - 1) / 8) },
  { pattern: String.raw`[\p{P}\p{S}]+`, tokens: (length) => Math.max(1, length / 2.5) },
]

/** Tokens that a chat server adds around one message for its role and its ends. */
const TOKENS_PER_MESSAGE = 4

/**
 * Estimate of a text's tokens, for use where the server counts none. Linear in the text. Against o200k it errs by up to a quarter
 * on prose; vocabularies made for English need up to three times as many for other scripts. Prefer the server's own count.
 */
export function estimateTokens(text: string): number {
  const pattern = new RegExp(RATES.map((rate) => `(${rate.pattern})`).join('|'), 'gu')
  let tokens = 0
  for (const match of text.matchAll(pattern)) {
    const kind = match.findIndex((group, index) => index > 0 && group !== undefined)
    tokens += RATES[kind - 1]?.tokens(match[0].length) ?? 0
  }
  return Math.ceil(tokens)
}

/** Estimate for a conversation: its texts and what the chat format adds to each. */
export function estimateMessageTokens(messages: readonly { readonly content: string }[]): number {
  return messages.reduce((sum, message) => sum + TOKENS_PER_MESSAGE + estimateTokens(message.content), 0)
}
