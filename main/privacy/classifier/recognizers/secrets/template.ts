/**
 * A small language for the shape of a credential, from which its pattern, its lengths and made-up examples are derived.
 *
 * - `ghp_{base62:36}`: the text `ghp_`, then 36 characters of an alphabet
 * - `{hex:32-64}`: at least 32, at most 64
 * - `(live|test)`: one of several texts
 * - `{uuid}`: five groups of lower-case hex
 */
export type Part =
  | { readonly texts: readonly string[] }
  | { readonly alphabet: AlphabetName; readonly least: number; readonly most: number }

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const DIGITS = '0123456789'

/** Characters of each alphabet, and the same as a class of a pattern. */
export const ALPHABETS = {
  digit: { characters: DIGITS, source: '0-9' },
  hex: { characters: `${DIGITS}abcdef`, source: '0-9a-f' },
  HEX: { characters: `${DIGITS}ABCDEF`, source: '0-9A-F' },
  anyhex: { characters: `${DIGITS}abcdefABCDEF`, source: '0-9a-fA-F' },
  lower: { characters: LOWER, source: 'a-z' },
  upper: { characters: UPPER, source: 'A-Z' },
  letter: { characters: LOWER + UPPER, source: 'A-Za-z' },
  base32: { characters: `${UPPER}234567`, source: 'A-Z2-7' },
  base36: { characters: LOWER + DIGITS, source: 'a-z0-9' },
  BASE36: { characters: UPPER + DIGITS, source: 'A-Z0-9' },
  base58: {
    characters: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
    source: '1-9A-HJ-NP-Za-km-z',
  },
  base62: { characters: LOWER + UPPER + DIGITS, source: 'A-Za-z0-9' },
  base64: { characters: `${LOWER}${UPPER}${DIGITS}+/`, source: 'A-Za-z0-9+/' },
  base64url: { characters: `${LOWER}${UPPER}${DIGITS}-_`, source: String.raw`\w-` },
  /** Base64 of either alphabet with its padding, as some makers mix them. */
  base64any: { characters: `${LOWER}${UPPER}${DIGITS}-_=`, source: 'A-Za-z0-9+/=_-' },
  /** As base64url, with the dots and padding that some makers put inside. */
  base64dot: { characters: `${LOWER}${UPPER}${DIGITS}-_.=`, source: String.raw`\w.=-` },
  /** What Microsoft's directory draws its secrets from. */
  azure: { characters: `${LOWER}${UPPER}${DIGITS}-_.~`, source: String.raw`\w.~-` },
  slashed: { characters: LOWER + UPPER + DIGITS, source: String.raw`\w/@+-` },
  sendgrid: { characters: `${LOWER}${UPPER}${DIGITS}-_`, source: String.raw`\w=-` },
  twitter: { characters: LOWER + UPPER + DIGITS, source: 'A-Za-z0-9%' },
  session: { characters: `${LOWER}${UPPER}${DIGITS}._`, source: String.raw`\w.` },
  freemius: { characters: `${LOWER}${UPPER}${DIGITS}#&@*$`, source: 'A-Za-z0-9!-/:-@' },
  word: { characters: `${LOWER}${UPPER}${DIGITS}_`, source: String.raw`\w` },
  bech32: { characters: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', source: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L' },
  crypt: { characters: `${LOWER}${UPPER}${DIGITS}./`, source: 'A-Za-z0-9./' },
} as const
export type AlphabetName = keyof typeof ALPHABETS

const UUID = '{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}'
const TOKEN = /\{(?<alphabet>[A-Za-z0-9]+):(?<least>\d+)(?:-(?<most>\d+))?\}|\((?<texts>[^()]*)\)|(?<text>[^{(]+)/gy

/** Throws on a template that is not of the language: a table is checked when it is loaded. */
export function parseTemplate(template: string): readonly Part[] {
  const source = template.replaceAll('{uuid}', UUID)
  const parts: Part[] = []
  let read = 0
  for (const { 0: whole, groups = {} } of source.matchAll(TOKEN)) {
    read += whole.length
    const { alphabet, least, most, texts, text } = groups
    if (text !== undefined) parts.push({ texts: [text] })
    else if (texts !== undefined) parts.push({ texts: texts.split('|') })
    else if (isAlphabet(alphabet)) parts.push({ alphabet, least: Number(least), most: Number(most ?? least) })
    else throw new Error(`Unknown alphabet "${alphabet}" in the format ${template}.`)
  }
  if (read !== source.length) throw new Error(`The format ${template} cannot be read.`)
  return parts
}

function isAlphabet(name: string | undefined): name is AlphabetName {
  return name !== undefined && name in ALPHABETS
}

/** Source of a pattern that matches exactly the template. Linear: every repeat is bounded. */
export function sourceOf(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if ('texts' in part)
        return part.texts.length === 1 ? part.texts.map(escapePattern).join('') : `(?:${part.texts.map(escapePattern).join('|')})`
      const { source } = ALPHABETS[part.alphabet]
      return part.least === part.most ? `[${source}]{${part.least}}` : `[${source}]{${part.least},${part.most}}`
    })
    .join('')
}

export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}

/** Fewest and most characters of a value. */
export function lengthsOf(parts: readonly Part[]): { readonly least: number; readonly most: number } {
  let [least, most] = [0, 0]
  for (const part of parts) {
    least += 'texts' in part ? Math.min(...part.texts.map(({ length }) => length)) : part.least
    most += 'texts' in part ? Math.max(...part.texts.map(({ length }) => length)) : part.most
  }
  return { least, most }
}

/**
 * The texts one of which every value contains, in lower case: of the fixed parts the one whose shortest choice is longest. A part
 * that is a choice is joined with the text before or behind it, so that `sk_(live|test)_` gives `sk_live_` and `sk_test_`.
 */
export function literalsOf(parts: readonly Part[]): readonly string[] {
  let best: readonly string[] = []
  let run: readonly string[] = ['']
  const shortest = (texts: readonly string[]): number => Math.min(...texts.map(({ length }) => length))
  for (const part of parts) {
    if ('texts' in part && run.length * part.texts.length <= MOST_CHOICES) {
      run = run.flatMap((head) => part.texts.map((tail) => head + tail))
    } else run = 'texts' in part ? part.texts : ['']
    if (best.length === 0 || shortest(run) > shortest(best)) best = run
  }
  return [...new Set(best.map((text) => text.toLowerCase()))].filter((text) => text !== '')
}

const MOST_CHOICES = 24

/** A value of the template from a source of numbers in [0, 1): the same numbers give the same value. */
export function inventFrom(parts: readonly Part[], random: () => number): string {
  const pick = (items: string | readonly string[]): string => items[Math.floor(random() * items.length)] ?? ''
  return parts
    .map((part) => {
      if ('texts' in part) return pick(part.texts)
      const length = part.least + Math.floor(random() * (Math.min(part.most, part.least + 24) - part.least + 1))
      return Array.from({ length }, () => pick(ALPHABETS[part.alphabet].characters)).join('')
    })
    .join('')
}
