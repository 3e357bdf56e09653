/** One word of a run, as it stands in the text. */
export interface RunWord {
  readonly text: string
  /** Lower case, without a possessive ending, dots and apostrophes. */
  readonly plain: string
  readonly start: number
  readonly end: number
}

/** Capitalised words in a row on one line, with the initials and particles between them. */
export interface CapitalRun {
  readonly words: readonly RunWord[]
  readonly start: number
  readonly end: number
}

const WORD = String.raw`\p{Lu}[\p{L}\p{M}'-]{1,24}`
export const PARTICLES: ReadonlySet<string> = new Set(
  'van von de der den del della di da dos do das la le bin ibn ben al el ter ten zu y du des af av'.split(' '),
)
const PARTICLE = `(?:van|von|de|der|den|del|della|di|da|dos|do|das|la|le|bin|ibn|ben|al|el|ter|ten|zu|y|du|des|af|av)`
/** At most seven words: a longer row is a heading, not a name. */
const RUN = new RegExp(
  String.raw`(?<![\p{L}\p{N}@_/-])(?:${WORD})(?:[ \t]{1,2}(?:${WORD}|\p{Lu}\.?(?![\p{L}\p{N}])|${PARTICLE}(?=[ \t](?:\p{Lu}|de[rn]?\s|la\s)))){0,6}(?![\p{L}\p{N}@_])`,
  'gu',
)

export function* capitalRuns(text: string): Generator<CapitalRun> {
  for (const match of text.matchAll(RUN)) {
    const words: RunWord[] = []
    let at = match.index
    for (const part of match[0].split(/([ \t]+)/)) {
      if (part.trim() !== '') {
        const bare = part.replace(/'s$/u, '').replace(/['-]+$/u, '')
        words.push({ text: bare, plain: plainWord(bare), start: at, end: at + bare.length })
      }
      at += part.length
    }
    yield { words, start: match.index, end: words.at(-1)?.end ?? match.index }
  }
}

export function plainWord(word: string): string {
  return word.toLowerCase().replace(/[.']/g, '')
}
