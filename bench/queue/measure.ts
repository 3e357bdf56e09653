import type { Keeper } from '../../e2e/store-servers/keeper.ts'
import { startServer } from '../../e2e/store-servers/servers.ts'
import type { Durability, OpenOptions, Profile } from './adapter.ts'
import type { Figures } from './figures.ts'
import { type PeerEntry, peerNamed } from './peers.ts'

/** How much of everything. `--quick` has less: it shows that all runs, not how fast. */
export interface Sizes {
  /** A peer that is too slow for all of it is judged by what it did in `budgetMs`. */
  readonly process: { readonly warmUp: number; readonly count: number; readonly budgetMs: number }
  readonly latency: { readonly warmUp: number; readonly count: number; readonly perSecond: number }
  readonly backlog: { readonly few: number; readonly many: number; readonly count: number; readonly budgetMs: number }
  /** Longer than this is "not within". */
  readonly kill: { readonly boundMs: number }
  /** All stand still for `longerSeconds` more than the lease. */
  readonly sleep: { readonly leaseSeconds: number; readonly longerSeconds: number; readonly ticks: number }
}

export const FULL: Sizes = {
  process: { warmUp: 2_000, count: 50_000, budgetMs: 20_000 },
  latency: { warmUp: 100, count: 2_000, perSecond: 200 },
  backlog: { few: 10_000, many: Number.POSITIVE_INFINITY, count: 5_000, budgetMs: 20_000 },
  kill: { boundMs: 20_000 },
  sleep: { leaseSeconds: 5, longerSeconds: 3, ticks: 30 },
}

export const QUICK: Sizes = {
  process: { warmUp: 500, count: 2_000, budgetMs: 2_000 },
  latency: { warmUp: 20, count: 100, perSecond: 200 },
  backlog: { few: 1_000, many: 10_000, count: 500, budgetMs: 2_000 },
  kill: { boundMs: 2_000 },
  sleep: { leaseSeconds: 2, longerSeconds: 1, ticks: 10 },
}

/** As many as a worker of each peer runs at a time. */
export const CONCURRENCY = 8

/** What one run of one measure is given. */
export interface Bench {
  readonly keeper: Keeper
  readonly sizes: Sizes
  readonly limitMs: number
}

/** One line of one measure: a peer in one variant ('normal', 'few', …). */
export interface Case {
  readonly peer: string
  readonly variant: string
}

/** What came of one run of it. */
export interface Measured {
  readonly settings: string
  readonly figures: Figures
}

/** A measure: its cases, and one run of one of them. */
export interface Measure {
  readonly title: string
  cases(peers: readonly string[], sizes: Sizes): { readonly cases: readonly Case[]; readonly leftOut: readonly string[] }
  run(one: Case, bench: Bench): Promise<Measured>
}

/** Where the jobs of one run are. */
export interface Store {
  readonly entry: PeerEntry
  readonly serverPid: number | null
  options(profile: Profile, more?: { readonly concurrency?: number; readonly leaseSeconds?: number }): OpenOptions
}

/** An empty store, with its server when it needs one; gone when `use` is done. */
export async function withStore<T>(peer: string, durability: Durability, keeper: Keeper, use: (store: Store) => Promise<T>): Promise<T> {
  const entry = peerNamed(peer)
  const folder = keeper.folder()
  const server = entry.server === null ? null : await startServer(entry.server, durability, keeper)
  try {
    return await use({
      entry,
      serverPid: server?.pid ?? null,
      options: (profile, { concurrency = CONCURRENCY, leaseSeconds = 0 } = {}) => ({
        folder,
        server: server === null ? null : { port: server.port, version: server.version },
        durability,
        concurrency,
        profile,
        leaseSeconds,
      }),
    })
  } finally {
    await server?.stop()
    keeper.removeFolder(folder)
  }
}

export function perSecond(count: number, elapsedMs: number): number {
  return (count * 1_000) / elapsedMs
}

export function durabilityOf(variant: string): Durability {
  return variant === 'full' ? 'full' : 'normal'
}
