import type { ContractRouterClient } from '@orpc/contract'
import type { benchContract } from './contract.ts'

const CALLS = 1_000
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
  for (let n = 0; n < CALLS + 100; n += 1) {
    const started = performance.now()
    await client.ping({ n })
    if (n >= 100) calls.push(performance.now() - started)
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
  const at = (values: readonly number[], share: number): number => values[Math.floor(values.length * share)] ?? Number.NaN
  const sorted = [...rounds].sort((a, b) => a - b)
  return { callMs: { p50: at(calls, 0.5), p99: at(calls, 0.99) }, streamMs: { median: at(sorted, 0.5), rounds }, lost }
}
