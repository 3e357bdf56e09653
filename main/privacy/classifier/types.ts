import type { Finding, Label } from '#contracts/privacy.ts'

/**
 * One recogniser, as data that a person can read and extend. It runs on the normalised text (see `normalise.ts`); the engine maps
 * its spans back. Patterns carry the flags `g` (and `i`, `u` where wanted) and must be linear: no nested or adjacent unbounded repeats.
 */
export interface Recognizer {
  /** Unique, kebab-case; appears in findings. */
  readonly name: string
  /** Presidio's entity name where one exists, ours in the same style, `SECRET/<kind>` for credentials. */
  readonly type: string
  /** 0 to 1, before context. */
  readonly score: number
  readonly pattern: RegExp
  /** Name of the pattern's group that is the value; the whole match without one. */
  readonly group?: string
  /** Instead of `group`: the value is in the first of these that took part in the match. */
  readonly groups?: readonly string[]
  /** Cheap filter: at least one of these lower-case literals must occur in the text, or the pattern is not run at all. */
  readonly literals?: readonly string[]
  /** The pattern is run only within this many characters of a literal (default 400): at least its longest possible match. */
  readonly reach?: number
  /** Words near the match (within `window` UTF-16 units before it, and `after` behind it) that are required or add confidence. */
  readonly context?: {
    /** Matched case-insensitively against the neighbourhood; without `g`. */
    readonly words: RegExp
    readonly window: number
    readonly after?: number
    readonly required: boolean
    /** Added to the score when a word is there. */
    readonly boost: number
  }
  /** Last word on a match: checksum, entropy, structure. `value` is the group's text. */
  readonly check?: (value: string, around: Around) => boolean
}

/** What lies around a match in the normalised text. */
export interface Around {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Finds spans in the normalised text by other means than one pattern (names, phones). Spans are of `view.text`. */
export type Tagger = (view: TextView) => readonly Finding[]

/** A text as recognisers see it. */
export interface TextView {
  /** Normalised. */
  readonly text: string
  /** `text` in lower case, of the same length. */
  readonly lower: string
}

/** Word lists, one set each, lower case. */
export interface Lexicons {
  readonly firstNames: ReadonlySet<string>
  readonly lastNames: ReadonlySet<string>
  /** Names that are also ordinary words (will, mark, rose): need context. */
  readonly ambiguousNames: ReadonlySet<string>
  /** Ordinary words, so that a capitalised one is not taken for a name. */
  readonly commonWords: ReadonlySet<string>
  readonly places: ReadonlySet<string>
  readonly healthTerms: ReadonlySet<string>
  /** Widely known organisations. */
  readonly organizations: ReadonlySet<string>
  readonly occupations: ReadonlySet<string>
  /** Nationalities, peoples and faiths. */
  readonly nationalities: ReadonlySet<string>
}

export interface Classification {
  readonly label: Label
  readonly findings: Finding[]
}

/** Synchronous and pure. May throw on a defect; callers then treat the text as restricted. */
export interface Classifier {
  scan(text: string): Classification
}
