import { estimateTextTokens } from './token-estimate.ts'

export interface Difficulty {
  /** 0 (any model will do) to 1 (only a strong model will do). */
  readonly score: number
  /** What it was made of: each feature's share of the score before squashing. */
  readonly features: Readonly<Record<string, number>>
}

interface Feature {
  readonly name: string
  readonly weight: number
  readonly pattern: RegExp
  /** Further matches add, up to this many. */
  readonly upTo: number
}

/** Signs in the prompt's wording that the task asks for more, or for less, than fluent rewriting. Weights by judgement, kept in one table. */
const FEATURES: readonly Feature[] = [
  {
    name: 'reasoning',
    weight: 0.55,
    upTo: 3,
    pattern:
      /\b(?:prove|proof|derive|derivation|induction|theorem|optimal(?:ity)?|rigorous(?:ly)?|formal(?:ly|ise|ize)?|step[- ]by[- ]step|justify|counter-?example|lower bound|upper bound|complexity|trade-?offs?)\b/gi,
  },
  {
    name: 'analysis',
    weight: 0.4,
    upTo: 3,
    pattern:
      /\b(?:analy[sz]e|analysis|evaluate|assess|compare|contrast|weigh[s]?|critique|diagnose|root cause|investigate|architect(?:ure)?|design|strategy|implications?|scenario planning|forecast)\b/gi,
  },
  {
    name: 'law and science',
    weight: 0.4,
    upTo: 3,
    pattern:
      /\b(?:legal(?:ly)?|clause|statut(?:e|ory)|regulation|jurisdiction|liability|compliance|GDPR|consumer[- ]rights|contract law|quantum|thermodynamic\w*|stochastic|differential|eigen\w+|bayesian|econometric\w*|pharmaco\w+|pathophysiology|macroeconomic\w*)\b/gi,
  },
  {
    name: 'mathematics',
    weight: 0.45,
    upTo: 3,
    pattern:
      /(?:\b(?:equation|integral|matrix|probability|closed-form|polynomial|modulo|log-normal|variance|gradient|numerically)\b|[∑∫√≤≥≠π]|\\(?:frac|sum|int)\b|\b\d+\s*[\^]\s*\d+)/gi,
  },
  {
    name: 'code',
    weight: 0.35,
    upTo: 3,
    pattern:
      /(?:```|\b(?:typescript|python|rust|c\+\+|java|sql|algorithm|function|class|refactor|unit tests?|property-based|concurren(?:t|cy)|deadlock|race condition|regex|api)\b)/gi,
  },
  {
    name: 'constraints',
    weight: 0.18,
    upTo: 5,
    pattern:
      /\b(?:must|should|exactly|at least|at most|without|ensure|include|cite[s]?|each|respectively|then|finally|four-part|three-part|in detail|comprehensive|thorough(?:ly)?)\b/gi,
  },
  { name: 'several questions', weight: 0.2, upTo: 3, pattern: /\?/g },
  {
    name: 'plain writing',
    weight: -0.45,
    upTo: 2,
    pattern:
      /\b(?:friendly|short|brief(?:ly)?|simple|invitation|reminder|thank[- ]you|greeting|note|birthday|rephrase|reword|proofread|fix (?:the )?(?:grammar|spelling|typos)|translate|summari[sz]e|bullets?|title|subject line|two-sentence|one-sentence|draft a reply|reply|headline|list)\b/gi,
  },
]

const BIAS = -1.35
/** A prompt of this many tokens asks for noticeably more than a line. */
const LONG_PROMPT_TOKENS = 120
const LONG_SOURCES_CHARS = 60_000

/**
 * First estimator of how much a prompt needs the stronger model: a transparent additive score over wording and length, squashed to
 * 0..1. `sourcesChars` is the volume to draw from in UTF-16 code units.
 */
export function estimateDifficulty(prompt: string, sourcesChars: number): Difficulty {
  const features: Record<string, number> = {}
  // Wording is judged on the instruction; a text pasted below it would drown it.
  const instruction = prompt.slice(0, 4_000)
  let total = BIAS
  for (const { name, weight, pattern, upTo } of FEATURES) {
    const hits = Math.min(upTo, instruction.match(pattern)?.length ?? 0)
    if (hits > 0) features[name] = weight * hits
    total += weight * hits
  }
  const length = 0.9 * Math.min(1.5, estimateTextTokens(prompt) / LONG_PROMPT_TOKENS)
  features.length = length
  const volume = Number.isFinite(sourcesChars) ? 0.3 * Math.min(1, Math.max(0, sourcesChars) / LONG_SOURCES_CHARS) : 0
  if (volume > 0) features.sources = volume
  total += length + volume
  return { score: 1 / (1 + Math.exp(-2 * total)), features }
}
