import type { Citation, Generation } from '#contracts/generation.ts'
import type { Route } from '#contracts/privacy.ts'
import type { AttemptCost } from '../attempt-log.ts'
import type { GateResult } from '../gate.ts'
import type { PassageSpan } from '../passages.ts'
import type { DraftPiece, SourceText } from '../types.ts'

/** A routed request as the pathways work from it. */
export interface Task {
  readonly generation: Generation
  readonly jobId: string
  readonly judged: GateResult
  readonly sources: readonly SourceText[]
  readonly signal: AbortSignal
  /** Where in these sources something near in meaning stands, the nearest first; absent, or none, where only words are compared. */
  readonly byMeaning?: (question: string, sources: readonly string[]) => Promise<readonly PassageSpan[]>
}

/** What a pathway writes on. */
export interface Page {
  readonly text: string
  readonly citations: readonly Citation[]
  write(piece: DraftPiece): void
  /** What stands on the page is void; what follows takes its place. */
  restart(reason: string): void
  /** Keeps what stands on the page as a version of the draft, because who wrote it broke off; `piece` where that is not the whole page. */
  brokeOff(by: BrokenOff, piece?: Pick<Page, 'text' | 'citations'>): void
}

/** Who broke off. */
export interface BrokenOff {
  readonly provider: string
  readonly engine: string
  readonly route: Route
}

export interface Written extends AttemptCost {
  /** Says what wrote it, e.g. "extractive (no model)". */
  readonly engine: string
  /** Surrogates that could not be restored. */
  readonly unresolved: readonly string[]
  /** Passages that it was written from besides the request's own sources. */
  readonly extraSources: readonly SourceText[]
}

/** A way to execute a route. It opens and closes the attempts that it makes. Throws what its last attempt threw. */
export interface Pathway {
  /** What a person reads while it writes. */
  readonly name: string
  readonly route: Route
  /** Written by a model: good enough to take the place of what another one left half written. */
  readonly byModel: boolean
  write(page: Page): Promise<Written>
}
