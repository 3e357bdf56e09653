import type { HybridStrategy } from '#contracts/generation.ts'
import type { Preference } from '#contracts/routing-rules.ts'

/** What the choice rests on. */
export interface StrategyFacts {
  /** The user's own choice; kept where it can be done. */
  readonly wanted?: HybridStrategy | undefined
  readonly prefer?: Preference | undefined
  /** Parts of the request with something private in them, and without; both 0 when it cannot be cut. */
  readonly privateParts: number
  readonly publicParts: number
  /** What can write here: a model, the extractive engine (it needs sources), or nothing. */
  readonly local: 'model' | 'extractive' | 'none'
  /** The matter itself is private: there are no single values that could be replaced. */
  readonly contextual: boolean
  /** Share of the text, 0 to 1, that stands in paragraphs with something private. */
  readonly privateShare: number
  /** Characters of the sources together: what a draft made here spares from leaving. The request itself goes along with the draft. */
  readonly sourceChars: number
  /** Chance that the local answer alone is good enough, 0 to 1; null where that is not known. */
  readonly localSuccess: number | null
}

export interface ChosenStrategy {
  readonly strategy: HybridStrategy
  /** One sentence for a person, without any of the text. */
  readonly why: string
}

/** From this share on, a draft made here shows less than the text with stand-ins would. */
const MUCH_PRIVATE = 0.3
/** Sources beyond this many characters are better read here: what is sent is what is paid for. */
const LONG_CHARS = 24_000
/** A local model below this chance does not give a draft that is worth improving. */
const WORTH_IMPROVING = 0.15

/**
 * How a hybrid request is executed: as little of what is private leaves as the machine allows. `split` where the request can be cut into
 * parts with and without something private; `refine` where there are sources to keep here, and much of the text is private, or there is nothing
 * in it that could be replaced, or the sources are long, and something here can write a draft; else `mask`. Pure.
 */
export function chooseStrategy(facts: StrategyFacts): ChosenStrategy {
  const { wanted } = facts
  const can: Record<HybridStrategy, boolean> = {
    mask: true,
    split: facts.publicParts > 0 && facts.privateParts > 0 && facts.local !== 'none',
    refine: facts.local !== 'none',
  }
  if (wanted !== undefined) {
    if (can[wanted]) return { strategy: wanted, why: 'You chose this way.' }
    const missing = wanted === 'split' && facts.local !== 'none' ? 'the request cannot be cut' : 'nothing here can write without a model'
    return { strategy: 'mask', why: `You chose "${wanted}", but ${missing}; private values are replaced before anything leaves.` }
  }
  if (can.split) {
    const all = facts.publicParts + facts.privateParts
    return { strategy: 'split', why: `${facts.publicParts} of ${all} parts hold nothing private; the others are answered here.` }
  }
  if (can.refine && facts.sourceChars > 0 && facts.prefer !== 'speed' && worthRefining(facts)) {
    if (facts.contextual) return { strategy: 'refine', why: 'The matter itself is private, so only a draft written here leaves.' }
    if (facts.privateShare >= MUCH_PRIVATE) {
      const share = Math.round(facts.privateShare * 100)
      return { strategy: 'refine', why: `${share} % of the text is private, so only a masked draft written here leaves.` }
    }
    if (facts.sourceChars >= LONG_CHARS) {
      return { strategy: 'refine', why: 'The sources are long: they are read here, and only a masked draft leaves.' }
    }
  }
  return { strategy: 'mask', why: 'Single private values are replaced before anything leaves.' }
}

function worthRefining({ local, localSuccess }: StrategyFacts): boolean {
  return local === 'extractive' || localSuccess === null || localSuccess >= WORTH_IMPROVING
}
