import { estimateTextTokens } from '../token-estimate.ts'
import { BEGINNINGS, type Beginnings, beginning, READ_START } from './read-prompt.ts'

/** A sign in the prompt's wording that the task asks for more, or for less, than fluent rewriting. */
interface Feature {
  readonly name: string
  /** What the first match adds. One such word already tells the kind of task; more of them tell less each. */
  readonly first: number
  readonly further: number
  /** Matches that count. */
  readonly upTo: number
  /** Whole words, each beginning with three letters as they stand: those are looked up before any pattern is tried. */
  readonly words: readonly string[]
  /** What counts beside words, tried only where one of `hints` is in the text. */
  readonly signs?: { readonly hints: readonly string[]; readonly pattern: RegExp }
}

/** Splits a list of alternatives that hold no blanks. Phrases are given apart. */
const list = (words: string): string[] => words.trim().split(/\s+/)

/** Weights by judgement, kept in one table. Stems of German, French and Spanish stand beside the English words. */
const FEATURES: readonly Feature[] = [
  {
    name: 'reasoning',
    first: 0.95,
    further: 0.35,
    upTo: 3,
    words: [
      ...list(String.raw`
        prov(?:e|es|ing) proofs? derive[sd]? deriving derivation induction theorem lemma optimal(?:ity)? rigorous(?:ly)? formal(?:ly|ise|ize)
        step[-]by[-]step justify justification counter-?examples? complexity trade-?offs? invariants? beweis\w* begründe\w*
        démontr\w+ demontr\w+ prouve\w* justifie\w* demuestr\w+ justifi(?:ca|que)\w*`),
      'step by step',
      'each step',
      '(?:low|upp)er bound',
      'failure modes?',
      'edge cases',
      String.raw`leite\b.{1,60}\bher`,
    ],
  },
  {
    name: 'analysis',
    first: 0.65,
    further: 0.35,
    upTo: 4,
    words: [
      ...list(String.raw`
        analy[sz](?:e|es|ing) analysis evaluate assess compar(?:e|es|ing|ison) contrast weighs? weighing critique critical(?:ly)? diagnose
        investigate architect(?:ure)? design strateg(?:y|ic) implications? scenarios forecast valuation sensitivity causal hypothes[ei]s
        methodology migration roll-?back threats? negotiat\w+ analysier\w* vergleich\w* bewert\w* entwirf entwickle analys(?:ez|er)
        évalu(?:ez|er) evalu(?:ez|er) compar(?:ez|er) concevez conçevez propos(?:ez|er) anali[zc]\w* eval[úu][ae]\w* dise[ñn]\w*`),
      'root cause',
      'estimate the',
    ],
  },
  {
    name: 'law, science and finance',
    first: 0.55,
    further: 0.3,
    upTo: 3,
    words: [
      ...list(String.raw`
        legal(?:ly)? clauses? statut(?:e|ory) regulat(?:ion|ory) jurisdictions? liabilit(?:y|ies) compliance GDPR consumer[-]rights patents?
        tort quantum thermodynamic\w* stochastic differential eigen\w+ bayesian econometric\w* statistical(?:ly)? regression randomi[sz]ed
        pharmaco\w+ pathophysiology macroeconomic\w* cash[-]flow portfolio hedg(?:e|ing) juristisch\w* rechtlich\w* haftung\w*
        juridiques? jur[íi]dic\w+`),
      'consumer rights',
      'contract law',
      'case law',
      'prior art',
      'cash flow',
    ],
  },
  {
    name: 'mathematics',
    first: 0.65,
    further: 0.3,
    upTo: 3,
    words: [
      ...list(String.raw`
        equations? integrals? matri(?:x|ces) probabilit(?:y|ies) closed-form polynomials? modulo primes? log-normal covariance variance
        gradient numerically convergen(?:t|ce) gleichung\w* équations? ecuaci[óo]n\w*`),
      'infinitely many',
    ],
    signs: {
      hints: ['^', '\\', "''", ...'∑∫√≤≥≠π'],
      pattern: /[∑∫√≤≥≠π]|\\(?:frac|sum|int)\b|(?<=[\da-z]\s?)\^\s?\d|(?<=\w)'' ?[+=-]/gi,
    },
  },
  {
    name: 'code',
    first: 0.5,
    further: 0.25,
    upTo: 4,
    words: [
      ...list(String.raw`
        typescript javascript python rust golang haskell java sql kubernetes postgres(?:ql)? algorithm\w* function class refactor compiler
        parser property-based concurren(?:t|cy) lock-free distributed deadlock latency regex api idempoten\w+ implement(?:s|ation)?
        zero-downtime`),
      'unit tests?',
      'race condition',
    ],
    signs: { hints: ['```', '++'], pattern: /```|\bc\+\+/gi },
  },
  {
    name: 'constraints',
    first: 0.15,
    further: 0.15,
    upTo: 5,
    words: [
      ...list(
        'must should exactly without ensure includ(?:e|ing) cite[sd]? each every respectively then finally four-part three-part detailed comprehensive thorough(?:ly)?',
      ),
      'subject to',
    ],
    signs: { hints: [' least', ' most', ' detail'], pattern: /\b(?:at (?:least|most)|in detail)\b/gi },
  },
  { name: 'several questions', first: 0.05, further: 0.2, upTo: 4, words: [], signs: { hints: ['?'], pattern: /\?/g } },
  {
    name: 'plain writing',
    first: -0.5,
    further: -0.25,
    upTo: 3,
    words: [
      ...list(
        'friendl(?:y|ier) short(?:er)? brief(?:ly)? simple polite(?:ly|r)? invit(?:e|ation) reminder thank-you greeting note birthday rephrase reword rewrite proofread translate summari[sz]e bullets? title caption two-sentence one-sentence reply headline list',
      ),
      'thank you',
      'fix (?:the |my )?(?:grammar|spelling|typos)',
      'subject line',
      'draft a (?:short )?(?:note|message)',
    ],
  },
]

export const WORDING_FEATURES: readonly string[] = FEATURES.map(({ name }) => name)

/** Each feature's words at one place of the text; bit by bit of a mark, one feature each. */
const WORD_PATTERNS = FEATURES.map(({ words }) => (words.length === 0 ? null : new RegExp(`(?:${words.join('|')})(?![\\w])`, 'iy')))

/** Beginnings of all words above, with a bit for every feature that has one so beginning. */
export const WORDING_BEGINNINGS: Beginnings = beginningsOf(FEATURES)

function beginningsOf(features: readonly Feature[]): Beginnings {
  const marks = new Uint8Array(BEGINNINGS)
  for (const [bit, { words }] of features.entries())
    for (const word of words) {
      const heads = word.startsWith('(?:low|upp)') ? ['low', 'upp'] : [word.slice(0, 3)]
      for (const head of heads) {
        const at = beginning(head.charCodeAt(0), head.charCodeAt(1), head.charCodeAt(2))
        marks[at] = (marks[at] ?? 0) | (1 << bit)
      }
    }
  return marks
}

/** A prompt without any sign is easy: about 0.06. */
const BIAS = -1.35
/** A prompt of this many tokens asks for noticeably more than a line. */
const LONG_PROMPT_TOKENS = 120
/** More than this many units of a text are more tokens than count. */
const LENGTH_READ = 1_000
const LONG_SOURCES_CHARS = 60_000

export interface Wording {
  /** 0 (any model will do) to 1 (only a strong model will do). */
  readonly score: number
  /** Each feature's share of the score before squashing; in the order of `WORDING_FEATURES`. */
  readonly shares: Float32Array
  readonly length: number
  readonly sources: number
}

/**
 * A transparent additive score over wording and length, squashed to 0..1. `read` is the text as `readPrompt` gives it, `noted` are the places of likely words, as `readPrompt` gives
 * them for `WORDING_BEGINNINGS`; `sourcesChars` is the volume to draw from in UTF-16 code units.
 */
export function scoreWording(read: string, noted: Uint32Array, sourcesChars: number): Wording {
  // Wording is judged on the instruction; a text pasted below it would drown it.
  const text = read.length > READ_START ? read.slice(0, READ_START) : read
  const hits = new Uint8Array(FEATURES.length)
  for (const note of noted) {
    for (let marks = note & 0xff; marks !== 0; marks &= marks - 1) {
      const bit = 31 - Math.clz32(marks & -marks)
      const pattern = WORD_PATTERNS[bit]
      if (pattern === null || pattern === undefined || (hits[bit] ?? 0) >= (FEATURES[bit]?.upTo ?? 0)) continue
      pattern.lastIndex = note >>> 8
      if (pattern.test(text)) hits[bit] = (hits[bit] ?? 0) + 1
    }
  }
  const shares = new Float32Array(FEATURES.length)
  let total = BIAS
  for (const [index, { first, further, upTo, signs }] of FEATURES.entries()) {
    let count = hits[index] ?? 0
    if (signs?.hints.some((hint) => text.includes(hint)) === true) count += text.match(signs.pattern)?.length ?? 0
    count = Math.min(upTo, count)
    if (count === 0) continue
    const share = first + further * (count - 1)
    shares[index] = share
    total += share
  }
  const length = 0.9 * Math.min(1.5, estimateTextTokens(text.slice(0, LENGTH_READ)) / LONG_PROMPT_TOKENS)
  const sources = Number.isFinite(sourcesChars) ? 0.3 * Math.min(1, Math.max(0, sourcesChars) / LONG_SOURCES_CHARS) : 0
  return { score: 1 / (1 + Math.exp(-2 * (total + length + sources))), shares, length, sources }
}
