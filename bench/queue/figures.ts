/** What is measured of a queue; each is better in one direction. */
export const FIGURES = {
  perSecond: { title: 'jobs/s', higherIsBetter: true, decimals: 0 },
  done: { title: 'jobs done', higherIsBetter: true, decimals: 0 },
  addManyPerSecond: { title: 'added in bulk/s', higherIsBetter: true, decimals: 0 },
  cpuUs: { title: 'CPU µs/job', higherIsBetter: false, decimals: 1 },
  workerCpuUs: { title: 'of the worker', higherIsBetter: false, decimals: 1 },
  serverCpuUs: { title: 'of the server', higherIsBetter: false, decimals: 1 },
  p50Ms: { title: 'p50 ms', higherIsBetter: false, decimals: 2 },
  p99Ms: { title: 'p99 ms', higherIsBetter: false, decimals: 2 },
  maxMs: { title: 'max ms', higherIsBetter: false, decimals: 1 },
  pending: { title: 'pending', higherIsBetter: true, decimals: 0 },
  againMs: { title: 'all run again after ms', higherIsBetter: false, decimals: 0 },
  again: { title: 'ran again', higherIsBetter: true, decimals: 0 },
  startedTwice: { title: 'started twice', higherIsBetter: false, decimals: 0 },
  jobs: { title: 'of jobs', higherIsBetter: true, decimals: 0 },
  leaseSeconds: { title: 'lease s', higherIsBetter: true, decimals: 0 },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly higherIsBetter: boolean; readonly decimals: number }>>

export type FigureName = keyof typeof FIGURES
const FIGURE_NAMES = Object.keys(FIGURES) as FigureName[]

/** null where it was waited for and did not come within the bound: worse than any number. */
export type Figures = Partial<Record<FigureName, number | null>>

export interface Summary {
  readonly median: number | null
  readonly best: number | null
  readonly runs: readonly (number | null)[]
}

/** The median (of an even number, the worse of the two in the middle) and the best. */
export function summaryOf(name: FigureName, runs: readonly (number | null)[]): Summary {
  const { higherIsBetter } = FIGURES[name]
  const worst = higherIsBetter ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const sorted = [...runs].sort((a, b) => (higherIsBetter ? (b ?? worst) - (a ?? worst) : (a ?? worst) - (b ?? worst)) || 0)
  return { median: sorted[Math.floor(sorted.length / 2)] ?? null, best: sorted[0] ?? null, runs }
}

/** A number as the tables show it. */
export function figureText(name: FigureName, value: number): string {
  const { decimals } = FIGURES[name]
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

/** The figures that are there, in the order of the tables. */
export function figureNamesOf(figures: Partial<Record<FigureName, unknown>>): FigureName[] {
  return FIGURE_NAMES.filter((name) => figures[name] !== undefined)
}
