import type { Lane } from '../../coordinator/lane-choice.ts'
import type { Rate, TokenBuckets } from '../../coordinator/token-bucket.ts'
import type { KindPlaces } from './types.ts'

export interface Held {
  readonly kind: string
  readonly workspace: string
  readonly held: number
}

export interface Places {
  /** How many of this lane may begin now; Infinity without a limit. */
  room(lane: Lane): number
  take(lane: Lane, many: number): void
  /** When a rate lets the next one begin; null when none was in the way. */
  nextPlaceAt(): number | null
}

/** The limits of one claim: at once by kind, at once by workspace, and rates. Jobs at work are counted when a limit asks for it. */
export function createPlaces(
  kinds: readonly KindPlaces[],
  perWorkspace: number | null,
  countHeld: () => readonly Held[],
  buckets: TokenBuckets,
  now: number,
): Places {
  const rules = new Map(kinds.map((kind) => [kind.kind, kind]))
  const byKind = new Map<string, number>()
  const byWorkspace = new Map<string, number>()
  let nextAt: number | null = null
  if (perWorkspace !== null || kinds.some(({ atOnce }) => atOnce !== null)) {
    for (const { kind, workspace, held } of countHeld()) {
      byKind.set(kind, (byKind.get(kind) ?? 0) + held)
      byWorkspace.set(workspace, (byWorkspace.get(workspace) ?? 0) + held)
    }
  }

  function rateOf(lane: Lane): { key: string; rate: Rate } | null {
    const rate = rules.get(lane.kind)?.rate ?? null
    return rate === null ? null : { key: rate.per === 'workspace' ? `${lane.kind}\n${lane.workspace}` : lane.kind, rate }
  }

  return {
    room(lane) {
      const atOnce = rules.get(lane.kind)?.atOnce ?? null
      const ofKind = atOnce === null ? Number.POSITIVE_INFINITY : atOnce - (byKind.get(lane.kind) ?? 0)
      const ofWorkspace = perWorkspace === null ? Number.POSITIVE_INFINITY : perWorkspace - (byWorkspace.get(lane.workspace) ?? 0)
      const free = Math.max(0, Math.min(ofKind, ofWorkspace))
      const limited = rateOf(lane)
      if (limited === null || free === 0) return free
      const left = buckets.left(limited.key, limited.rate, now)
      if (left < 1) {
        const at = buckets.nextAt(limited.key, limited.rate, now)
        nextAt = nextAt === null ? at : Math.min(nextAt, at)
      }
      return Math.min(free, Math.max(0, left))
    },
    take(lane, many) {
      byKind.set(lane.kind, (byKind.get(lane.kind) ?? 0) + many)
      byWorkspace.set(lane.workspace, (byWorkspace.get(lane.workspace) ?? 0) + many)
      const limited = rateOf(lane)
      if (limited !== null) buckets.take(limited.key, limited.rate, now, many)
    },
    nextPlaceAt: () => nextAt,
  }
}
