import type { Finding, Label } from '#contracts/privacy.ts'
import type { LetterRuns } from './letter-runs.ts'
import type { KnownFacts } from './patterns/known-facts.ts'
import type { RequestModel } from './request-level/index.ts'
import type { Section } from './sections.ts'
import type { Survey } from './survey.ts'
import type { TaggerModel } from './taggers/tagger-model.ts'
import type { Words } from './words.ts'

/**
 * What every match of a pattern holds, so that the pattern is tried only where such a thing stands:
 * `digits:6` is a group of at least six digits with at most three other signs that are no letters between two of them;
 * `token:20` is a row of at least twenty letters, digits and `+ / _ - = . ~`, of ASCII, without blanks, with a digit among them;
 * `capitals:8` is a row of at least eight capitals, digits and `<` of ASCII.
 */
export type Anchor = `${'digits' | 'token' | 'capitals'}:${number}`

/**
 * One recogniser, as data that a person can read and extend. It runs on the normalised text (see `normalise.ts`); the engine maps
 * its spans back. Patterns carry the flags `g` (and `i`, `u` where wanted) and must be linear and bounded: every repeat has an upper limit
 * (`{0,40}`, not `*`), so that the engine knows how far a match can reach. A row has `literals` or an `anchor`: without either its pattern
 * would have to be tried at every character. A match counts wherever it may begin, also inside another match of the same row.
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
  /**
   * Lower-case literals of which one stands somewhere in a text that has a match: inside the match, or in its required context. Those inside
   * the engine mostly finds in the pattern by itself (`patterns/required-literals.ts`); where it does, only what stands outside is needed.
   */
  readonly literals?: readonly string[]
  /** What every match holds. Instead of `literals`, or beside them where the literals stand in the context: then both must be there. */
  readonly anchor?: Anchor
  /** Says that the literals stand outside the match, without a required context: how far from it (UTF-16 code units). */
  readonly reach?: number
  /**
   * Says that a match stands at the beginning of a line, but not of the text, and which signs may stand before it there: looked at before the
   * pattern is tried, which says the same.
   */
  readonly indent?: string
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
  /**
   * How many matches that begin inside another count, as links inside a link do; the next is looked for only where that one ends. Without it,
   * all: for values that somebody could hide so.
   */
  readonly mostInside?: number
  /** Last word on a match: checksum, entropy, structure. `value` is the group's text. */
  readonly check?: (value: string, around: Around) => boolean
}

/** What lies around a match in the normalised text. */
export interface Around {
  readonly text: string
  readonly start: number
  readonly end: number
}

/**
 * Finds spans in the normalised text by other means than one pattern (names, phones). Spans are of `view.text`. A view is a text of at
 * most some ten thousand characters: of a longer one, a section with some context on both sides. Time must be linear in it, and a few
 * dozen nanoseconds a word: begin at `view.words` and look closer only at what may be something.
 */
export type Tagger = (view: TextView) => readonly Finding[]

/** A text as recognisers see it. */
export interface TextView {
  /** Normalised. */
  readonly text: string
  /** `text` in lower case, of the same length. */
  readonly lower: string
  /** The UTF-16 code units of `text`, and behind them whatever: holds good until the next text of the same reader is read. */
  readonly units: Uint16Array
  /** Its runs of letters; holds good as long as the units. */
  readonly runs: LetterRuns
  /** Its words that some word list holds, found once for all taggers. */
  readonly words: Words
  /** The groups of digits and rows of letters and digits in it, and what else one pass over it can tell. */
  readonly survey: Survey
}

/** Word lists, one set each, lower case. */
export interface WordLists {
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

/** All that the classifier has learnt or been given, beside its tables. */
export interface Lexicons extends WordLists {
  /** Cues and weights of the judgement on a request as a whole; without them only single findings decide. */
  readonly requestModel?: RequestModel
  /** What was worked out of patterns beforehand; without it the classifier takes longer to make. */
  readonly patternFacts?: KnownFacts
  /** The trained tagger; without it no names, places and organisations are found. */
  readonly tagger?: TaggerModel
}

export interface Classification {
  readonly label: Label
  readonly findings: Finding[]
}

/** Synchronous and pure. May throw on a defect; callers then treat the text as restricted. */
export interface Classifier {
  scan(text: string): Classification
}

/** A classifier that also reads a long text in parts. */
export interface SectionClassifier extends Classifier {
  /** What is found in one section of a text (see `sections.ts`), overlaps and all: for `settle`, with that of the others. `goesOn` says that the text is itself a part of a longer one. */
  scanSection(text: string, section: Section, goesOn?: boolean): Finding[]
}
