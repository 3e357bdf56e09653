import { FIGURES, type FigureName, type Figures, figureNamesOf, figureText, type Summary, summaryOf } from './figures.ts'
import type { Bench, Case, Measure } from './measure.ts'

/** One line of one measure over all rounds. */
export interface Row {
  readonly peer: string
  readonly variant: string
  readonly settings: string
  readonly figures: Partial<Record<FigureName, Summary>>
  /** Of the round that it failed in; it is not asked again, and what it did before that does not count. */
  readonly problem: string | null
}

interface State {
  readonly one: Case
  readonly runs: Figures[]
  settings: string
  problem: string | null
}

/**
 * Every case once, then all of them again: whatever disturbs the machine for a while disturbs all alike.
 * @param onRun hears what each run came to, so that of one that is stopped before the end something is known
 */
export async function runRounds(
  measure: Measure,
  peers: readonly string[],
  rounds: number,
  bench: Bench,
  onRun: (line: string) => void,
): Promise<{ rows: Row[]; leftOut: readonly string[] }> {
  const { cases, leftOut } = measure.cases(peers, bench.sizes)
  const states = cases.map((one): State => ({ one, settings: '', runs: [], problem: null }))
  for (let round = 1; round <= rounds; round += 1) {
    for (const state of states.filter(({ problem }) => problem === null)) {
      const started = performance.now()
      let result = ''
      try {
        const { settings, figures } = await measure.run(state.one, bench)
        state.settings = settings
        state.runs.push(figures)
        result = lineOf(figures)
      } catch (error) {
        state.problem = error instanceof Error ? error.message : String(error)
        result = state.problem
      }
      const took = ((performance.now() - started) / 1_000).toFixed(1)
      onRun(`round ${round}: ${state.one.peer}, ${state.one.variant} … ${took} s: ${result}`)
    }
  }
  const rows = states.map(({ one, settings, runs, problem }) => ({
    ...one,
    settings,
    problem,
    figures: problem === null ? summariesOf(runs) : {},
  }))
  return { rows, leftOut }
}

function lineOf(figures: Figures): string {
  return figureNamesOf(figures)
    .map((name) => `${FIGURES[name].title} ${figures[name] == null ? 'not within the bound' : figureText(name, figures[name])}`)
    .join(', ')
}

function summariesOf(runs: readonly Figures[]): Partial<Record<FigureName, Summary>> {
  const summaries: Partial<Record<FigureName, Summary>> = {}
  for (const name of figureNamesOf(runs[0] ?? {})) {
    summaries[name] = summaryOf(
      name,
      runs.map((figures) => figures[name] ?? null),
    )
  }
  return summaries
}
