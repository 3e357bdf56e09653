/** Tokens of a text, estimated: 4 characters each for alphabetic scripts, 1.5 for CJK (the usual yield of byte-pair vocabularies). */
export function estimateTextTokens(text: string): number {
  let wide = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code >= 0x3040 && code <= 0xd7ff) wide += 1
  }
  return Math.ceil((text.length - wide) / 4 + wide / 1.5)
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)[- ]sentences?\b/i, 30],
  [/\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)[- ](?:bullets?|points?|items?|lines?)\b/i, 30],
  [/\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)[- ]paragraphs?\b/i, 110],
  [/\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)[- ]pages?\b/i, 650],
  [/\b(\d{2,5})[- ]words?\b/i, 1.35],
]
const NUMBERS: readonly string[] = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Tokens that an answer will probably have, from what the prompt asks for; between 64 and 4,000. */
export function estimateOutputTokens(prompt: string, difficulty: number): number {
  for (const [pattern, each] of UNITS) {
    const word = pattern.exec(prompt)?.[1]?.toLowerCase()
    if (word === undefined) continue
    const count = /^\d+$/.test(word) ? Number(word) : Math.max(1, NUMBERS.indexOf(word))
    return clamp(count * each, 64, 4_000)
  }
  return clamp(200 + 1_000 * difficulty, 64, 4_000)
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)))
}
