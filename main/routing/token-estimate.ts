/** Kinds of character runs, by how vocabularies split them. Numbers, so that a table of bytes can hold them. */
const LETTERS = 0
const DIGITS = 1
const SPACE = 2
const NEWLINE = 3
const SIGNS = 4
const IDEOGRAPHS = 5
/** Scripts that vocabularies know less well. */
const OTHER = 6

const ASCII_KINDS = Uint8Array.from({ length: 0x80 }, (_, code) => {
  if (code === 0x0a) return NEWLINE
  if (code <= 0x20) return SPACE
  if (code >= 0x30 && code <= 0x39) return DIGITS
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x7a ? LETTERS : SIGNS
})

/**
 * Tokens of a text, estimated by runs of one kind of character. The rates follow what byte-pair vocabularies yield and lean to the
 * high side: a request that overflows a context or a cost limit is worse than one that just misses it. One pass over character
 * codes, because it runs over every source on every decision, and a regular expression over Unicode classes takes many times as long.
 */
export function estimateTextTokens(text: string): number {
  let tokens = 0
  let start = 0
  let kind = -1
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    const next = code < 0x80 ? (ASCII_KINDS[code] ?? SIGNS) : wideKind(code)
    if (next === kind) continue
    tokens += runTokens(kind, index - start)
    start = index
    kind = next
  }
  return Math.ceil(tokens + runTokens(kind, text.length - start))
}

function wideKind(code: number): number {
  if (code >= 0xc0 && code < 0x250) return LETTERS
  if (code === 0xa0) return SPACE
  // Punctuation, symbols and the halves of emoji.
  if (code < 0xc0 || (code >= 0x2000 && code < 0x2c00) || (code >= 0xd800 && code <= 0xdfff)) return SIGNS
  return code >= 0x3000 && code <= 0xd7ff ? IDEOGRAPHS : OTHER
}

function runTokens(kind: number, length: number): number {
  switch (kind) {
    // A word takes the space before it along; a long one is split.
    case LETTERS:
      return length <= 6 ? 1 : length / 6
    case SPACE:
      return (length - 1) / 8
    case DIGITS:
      return Math.ceil(length / 3)
    case NEWLINE:
      return 1
    case SIGNS:
      return length <= 2 ? 1 : length / 2.5
    case IDEOGRAPHS:
      return length * 0.8
    case OTHER:
      return length <= 3 ? 1 : length / 3
    default:
      return 0
  }
}

const COUNT_WORDS: readonly string[] =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )

const NUMBER_WORD = COUNT_WORDS.slice(1).join('|')

/** Tokens of one unit of text that a prompt may ask for. */
const UNIT_TOKENS: readonly (readonly [RegExp, number])[] = [
  [/^words?$/, 1.35],
  [/^paragraphs?$/, 110],
  [/^page/, 650],
  // Sentences, bullets and the like: a line each.
  [/^/, 30],
]
const UNIT =
  /[- ](words?|sentences?|bullets?|bullet points?|points?|items?|lines?|steps?|questions?|ideas?|titles?|headlines?|paragraphs?|pages?|pager)\b/gi

/** A count at the end of what stands before a unit, with at most one adjective between ("two short paragraphs"). */
const COUNT_BEFORE = new RegExp(
  String.raw`(?:^|[^\w.,])(\d{1,3}(?:,\d{3})+|\d{1,6}|an?|${NUMBER_WORD})(?:[- ](?!(?:${NUMBER_WORD})$)[a-z]{3,12})?$`,
  'i',
)
/** What is there already ("this 12-page report") says nothing of the length of the answer. */
const IS_THE_INPUT = /\b(?:this|that|these|those|the|attached|following|our|my|your|his|her|their|its|from)\s$/i
const LOOK_BACK_CHARS = 48

/** The instruction stands at the start; a text pasted below it has its own numbers. */
const INSTRUCTION_CHARS = 4_000

/** Tokens that an answer will probably have, from the first length that the prompt asks for; between 64 and 4,000. */
export function estimateOutputTokens(prompt: string, difficulty: number): number {
  for (const match of prompt.slice(0, INSTRUCTION_CHARS).matchAll(UNIT)) {
    const unit = match[1]?.toLowerCase() ?? ''
    const before = prompt.slice(Math.max(0, match.index - LOOK_BACK_CHARS), match.index)
    const count = COUNT_BEFORE.exec(before)
    const word = count?.[1]?.toLowerCase()
    if (count === null || word === undefined || IS_THE_INPUT.test(before.slice(0, count.index + 1))) continue
    const each = UNIT_TOKENS.find(([pattern]) => pattern.test(unit))?.[1] ?? 30
    return clamp(countOf(word) * each, 64, 4_000)
  }
  return clamp(200 + 1_000 * difficulty, 64, 4_000)
}

function countOf(word: string): number {
  if (/^\d/.test(word)) return Number(word.replaceAll(',', ''))
  return Math.max(1, COUNT_WORDS.indexOf(word))
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)))
}
