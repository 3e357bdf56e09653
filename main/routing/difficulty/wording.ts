import { estimateTextTokens } from './token-estimate.ts'

export interface Difficulty {
  /** 0 (any model will do) to 1 (only a strong model will do). */
  readonly score: number
  /** What it was made of: each feature's share of the score before squashing. */
  readonly features: Readonly<Record<string, number>>
}

/** A sign in the prompt's wording that the task asks for more, or for less, than fluent rewriting. */
interface Feature {
  readonly name: string
  /** What the first match adds. One such word already tells the kind of task; more of them tell less each. */
  readonly first: number
  readonly further: number
  /** Matches that count. */
  readonly upTo: number
  readonly pattern: RegExp
}

/** Weights by judgement, kept in one table. Stems of German, French and Spanish stand beside the English words. */
const FEATURES: readonly Feature[] = [
  {
    name: 'reasoning',
    first: 0.95,
    further: 0.35,
    upTo: 3,
    pattern:
      /\b(?:prov(?:e|es|ing)|proofs?|derive[sd]?|deriving|derivation|induction|theorem|lemma|optimal(?:ity)?|rigorous(?:ly)?|formal(?:ly|ise|ize)|step[- ]by[- ]step|each step|justify|justification|counter-?examples?|lower bound|upper bound|complexity|trade-?offs?|failure modes?|edge cases|invariants?|beweis\w*|begründe\w*|leite\b.{1,60}\bher|d[ée]montr\w+|prouve\w*|justifie\w*|demuestr\w+|justifi(?:ca|que)\w*)\b/gi,
  },
  {
    name: 'analysis',
    first: 0.65,
    further: 0.35,
    upTo: 4,
    pattern:
      /\b(?:analy[sz](?:e|es|ing)|analysis|evaluate|assess|compar(?:e|es|ing|ison)|contrast|weighs?|weighing|critique|critical(?:ly)?|diagnose|root cause|investigate|architect(?:ure)?|design|strateg(?:y|ic)|implications?|scenarios|forecast|valuation|sensitivity|causal|hypothes[ei]s|methodology|estimate the|migration|roll-?back|threats?|negotiat\w+|analysier\w*|vergleich\w*|bewert\w*|entwirf|entwickle|analys(?:ez|er)|[ée]valu(?:ez|er)|compar(?:ez|er)|con[çc]evez|propos(?:ez|er)|anali[zc]\w*|eval[úu][ae]\w*|dise[ñn]\w*)\b/gi,
  },
  {
    name: 'law, science and finance',
    first: 0.55,
    further: 0.3,
    upTo: 3,
    pattern:
      /\b(?:legal(?:ly)?|clauses?|statut(?:e|ory)|regulat(?:ion|ory)|jurisdictions?|liabilit(?:y|ies)|compliance|GDPR|consumer[- ]rights|contract law|case law|patents?|prior art|tort|quantum|thermodynamic\w*|stochastic|differential|eigen\w+|bayesian|econometric\w*|statistical(?:ly)?|regression|randomi[sz]ed|pharmaco\w+|pathophysiology|macroeconomic\w*|cash[- ]flow|portfolio|hedg(?:e|ing)|juristisch\w*|rechtlich\w*|haftung\w*|juridiques?|jur[íi]dic\w+)\b/gi,
  },
  {
    name: 'mathematics',
    first: 0.65,
    further: 0.3,
    upTo: 3,
    pattern:
      /(?:\b(?:equations?|integrals?|matri(?:x|ces)|probabilit(?:y|ies)|closed-form|polynomials?|modulo|infinitely many|primes?|log-normal|covariance|variance|gradient|numerically|convergen(?:t|ce)|gleichung\w*|[ée]quations?|ecuaci[óo]n\w*)\b|[∑∫√≤≥≠π]|\\(?:frac|sum|int)\b|\d\s?\^\s?\d|[a-z]\^\d|\w'' ?[+=-])/gi,
  },
  {
    name: 'code',
    first: 0.5,
    further: 0.25,
    upTo: 4,
    pattern:
      /(?:```|\b(?:typescript|javascript|python|rust|golang|haskell|c\+\+|java|sql|kubernetes|postgres(?:ql)?|algorithm\w*|function|class|refactor|compiler|parser|unit tests?|property-based|concurren(?:t|cy)|lock-free|distributed|deadlock|race condition|latency|regex|api|idempoten\w+|implement(?:s|ation)?|zero-downtime)\b)/gi,
  },
  {
    name: 'constraints',
    first: 0.15,
    further: 0.15,
    upTo: 5,
    pattern:
      /\b(?:must|should|exactly|at least|at most|without|ensure|includ(?:e|ing)|cite[sd]?|each|every|respectively|then|finally|subject to|four-part|three-part|in detail|detailed|comprehensive|thorough(?:ly)?)\b/gi,
  },
  { name: 'several questions', first: 0.05, further: 0.2, upTo: 4, pattern: /\?/g },
  {
    name: 'plain writing',
    first: -0.5,
    further: -0.25,
    upTo: 3,
    pattern:
      /\b(?:friendly|short(?:er)?|brief(?:ly)?|simple|polite(?:ly|r)?|invit(?:e|ation)|reminder|thank[- ]you|greeting|note|birthday|rephrase|reword|rewrite|proofread|fix (?:the |my )?(?:grammar|spelling|typos)|translate|summari[sz]e|bullets?|title|caption|subject line|two-sentence|one-sentence|draft a (?:short )?(?:reply|note|message)|reply|headline|list)\b/gi,
  },
]

/** A prompt without any sign is easy: about 0.06. */
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
  for (const { name, first, further, upTo, pattern } of FEATURES) {
    const hits = Math.min(upTo, instruction.match(pattern)?.length ?? 0)
    if (hits === 0) continue
    const share = first + further * (hits - 1)
    features[name] = share
    total += share
  }
  const length = 0.9 * Math.min(1.5, estimateTextTokens(prompt) / LONG_PROMPT_TOKENS)
  features.length = length
  const volume = Number.isFinite(sourcesChars) ? 0.3 * Math.min(1, Math.max(0, sourcesChars) / LONG_SOURCES_CHARS) : 0
  if (volume > 0) features.sources = volume
  total += length + volume
  return { score: 1 / (1 + Math.exp(-2 * total)), features }
}
