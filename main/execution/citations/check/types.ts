import type { Alignment, PassageIndex } from './align.ts'
import type { DateFact } from './dates.ts'
import type { Quantity } from './quantities.ts'
import type { Statement } from './read-statement.ts'

export const PROBLEM_KINDS = ['number', 'date', 'name', 'negation', 'quote', 'overlap', 'order'] as const

/** Why a passage does not bear out a claim. */
export interface Problem {
  readonly kind: (typeof PROBLEM_KINDS)[number]
  /** One sentence for the person. It quotes their text: it never goes to a log. */
  readonly detail: string
}

export interface Verdict {
  readonly supported: boolean
  /** 0 to 1: how much of the claim the passage holds. */
  readonly score: number
  readonly problems: readonly Problem[]
}

/** A text read once, to be compared with many. */
export interface Read extends Statement {
  readonly quantities: readonly Quantity[]
  readonly dates: readonly DateFact[]
  readonly index: PassageIndex
}

/** A claim beside a passage, as each check sees them. */
export interface Pair {
  readonly claim: Read
  readonly passage: Read
  readonly alignment: Alignment
}
