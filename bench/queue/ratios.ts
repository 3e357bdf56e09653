import { FIGURES, type FigureName } from './figures.ts'
import type { Row } from './rounds.ts'

/** One figure of ours beside a peer's in the same run. Above 1 is better, whichever way the figure points. */
export interface Ratio {
  readonly part: string
  readonly variant: string
  readonly figure: FigureName
  readonly peer: string
  readonly ours: number
  /** null: not within the bound. */
  readonly theirs: number | null
  /** Of the medians. A lower bound when `theirs` did not come within the bound; null when there is nothing to divide by. */
  readonly ratio: number | null
  readonly ofBestRuns: number | null
}

/** By part: what is compared. Counts are only shown: a ratio to 0 says nothing. */
const COMPARED: Readonly<Record<string, readonly FigureName[]>> = {
  process: ['perSecond', 'cpuUs'],
  latency: ['p50Ms', 'p99Ms'],
  backlog: ['perSecond'],
  kill: ['againMs'],
}

/** Ours against each peer. Nothing where ours was not measured, or did not come within the bound itself. */
export function ratiosOf(part: string, rows: readonly Row[], ours: string, boundMs: number): Ratio[] {
  return rows
    .filter(({ peer }) => peer === ours)
    .flatMap((own) =>
      (COMPARED[part] ?? []).flatMap((figure) => {
        const mine = own.figures[figure]
        if (mine === undefined || mine.median === null) return []
        const { median } = mine
        return rows
          .filter(({ peer, variant }) => peer !== ours && variant === own.variant)
          .flatMap((row): Ratio[] => {
            const theirs = row.figures[figure]
            if (theirs === undefined) return []
            return [
              {
                part,
                variant: own.variant,
                figure,
                peer: row.peer,
                ours: median,
                theirs: theirs.median,
                ratio: ratioOf(figure, median, theirs.median ?? boundMs),
                ofBestRuns: theirs.best === null ? null : ratioOf(figure, mine.best, theirs.best),
              },
            ]
          })
      }),
    )
}

function ratioOf(figure: FigureName, ours: number | null, theirs: number): number | null {
  if (ours === null) return null
  const [above, below] = FIGURES[figure].higherIsBetter ? [ours, theirs] : [theirs, ours]
  return below > 0 ? above / below : null
}
