import type { ContractRouterClient } from '@orpc/contract'
import type { benchContract } from './contract.ts'

const CALLS = 1_000
/** A page's clock ticks every 0.1 ms, too coarse for one call: the median is taken over means of this many. */
const GROUP = 10
const EVENTS = 10_000
const CHARS = 200
const ROUNDS = 5

export interface TransportFigures {
  /** Milliseconds of one call and its answer. */
  readonly callMs: { readonly p50: number; readonly p99: number }
  /** Milliseconds for 10,000 events of 200 characters, first call to last event: each round, and the median. */
  readonly streamMs: { readonly median: number; readonly rounds: readonly number[] }
  readonly lost: number
}

/** Runs where the client is: in the page, or in the same process for the reference. */
export async function measureTransport(client: ContractRouterClient<typeof benchContract>): Promise<TransportFigures> {
  const calls: number[] = []
  const groups: number[] = []
  let groupStarted = 0
  for (let n = 0; n < CALLS + 100; n += 1) {
    const started = performance.now()
    if (n % GROUP === 0) groupStarted = started
    await client.ping({ n })
    const ended = performance.now()
    if (n < 100) continue
    calls.push(ended - started)
    if (n % GROUP === GROUP - 1) groups.push((ended - groupStarted) / GROUP)
  }
  const rounds: number[] = []
  let lost = 0
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    const started = performance.now()
    let expected = 0
    for await (const { n, text } of await client.stream({ count: EVENTS, chars: CHARS })) {
      if (n !== expected || text.length !== CHARS) lost += 1
      expected += 1
    }
    lost += EVENTS - expected
    // The first round warms up.
    if (round > 0) rounds.push(Math.round(performance.now() - started))
  }
  calls.sort((a, b) => a - b)
  groups.sort((a, b) => a - b)
  const at = (values: readonly number[], share: number): number => values[Math.floor(values.length * share)] ?? Number.NaN
  const sorted = [...rounds].sort((a, b) => a - b)
  return { callMs: { p50: at(groups, 0.5), p99: at(calls, 0.99) }, streamMs: { median: at(sorted, 0.5), rounds }, lost }
}
