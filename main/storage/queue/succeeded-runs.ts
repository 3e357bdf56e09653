import type { EndedRun, SucceededRuns } from './types.ts'

/** Numbers of each run in {@link SucceededRuns}. */
const RUN_NUMBERS = 7

/** Runs that have everything in common but their job. */
export interface RunsAlike {
  readonly fence: number
  readonly startedAt: number
  readonly endedAt: number
  readonly isTold: boolean
  readonly seqs: number[]
  /** Of each, in the same order. */
  readonly kinds: string[]
  readonly dueAt: number[]
}

/** Sets the runs that simply succeeded apart from those that have more to say. */
export function partRuns(ended: readonly EndedRun[]): { succeeded: SucceededRuns; others: readonly EndedRun[] } {
  const kinds: string[] = []
  const numbers: number[] = []
  const others: EndedRun[] = []
  for (const run of ended) {
    const { outcome, seq, fence, startedAt, endedAt, wasStarted, kind, runAt } = run
    if (outcome.state !== 'succeeded' || outcome.note !== '' || (outcome.result ?? null) !== null) {
      others.push(run)
      continue
    }
    let at = kinds.indexOf(kind)
    if (at === -1) at = kinds.push(kind) - 1
    numbers.push(seq, fence, startedAt, endedAt, wasStarted ? 1 : 0, at, runAt)
  }
  return { succeeded: { kinds, numbers: new Float64Array(numbers) }, others }
}

/** Nothing succeeded. */
export const NO_RUNS: SucceededRuns = { kinds: [], numbers: new Float64Array() }

/** Those that follow each other and are alike, together. */
export function readRuns({ kinds, numbers }: SucceededRuns): RunsAlike[] {
  const all: RunsAlike[] = []
  for (let at = 0; at + RUN_NUMBERS <= numbers.length; at += RUN_NUMBERS) {
    const number = (n: number): number => numbers[at + n] ?? 0
    const [fence, startedAt, endedAt, isTold] = [number(1), number(2), number(3), number(4) === 1]
    let last = all.at(-1)
    if (last?.endedAt !== endedAt || last.startedAt !== startedAt || last.fence !== fence || last.isTold !== isTold) {
      last = { fence, startedAt, endedAt, isTold, seqs: [], kinds: [], dueAt: [] }
      all.push(last)
    }
    last.seqs.push(number(0))
    last.kinds.push(kinds[number(5)] ?? '')
    last.dueAt.push(number(6))
  }
  return all
}

/** Each of them by itself. */
export function endedRunsOf(alike: RunsAlike, which: (seq: number) => boolean): EndedRun[] {
  const { fence, startedAt, endedAt, isTold, seqs, kinds, dueAt } = alike
  return seqs.flatMap((seq, at) => {
    if (!which(seq)) return []
    const outcome = { state: 'succeeded', note: '', error: null } as const
    return [{ seq, fence, startedAt, endedAt, wasStarted: isTold, kind: kinds[at] ?? '', runAt: dueAt[at] ?? startedAt, outcome }]
  })
}
