import type { Beside } from './obstacles.ts'
import type { Demand } from './types.ts'

/** The background work that runs now. */
export function runningBackground(demands: readonly Demand[]): Beside {
  let jobs = 0
  let cores = 0
  for (const { needs, running } of demands) {
    if (needs.class !== 'background') continue
    jobs += running
    cores += running * needs.cpu
  }
  return { jobs, cores }
}

/** What would run if one of the others were let in first: the one that takes the most. */
export function besideAnother({ jobs, cores }: Beside, demands: readonly Demand[], kind: string): Beside {
  const rivals = demands.filter((other) => other.kind !== kind && other.needs.class === 'background' && other.waitedMs !== null)
  return rivals.length === 0 ? { jobs, cores } : { jobs: jobs + 1, cores: cores + Math.max(...rivals.map(({ needs }) => needs.cpu)) }
}

/** Whether the oldest job of the kind has waited for as long as it may be put off. */
export function isOverdue({ needs, waitedMs }: Demand): boolean {
  return needs.class === 'background' && waitedMs !== null && waitedMs >= needs.deferrableForMs
}

/**
 * The kind whose turn it is among those that waited too long and could be passed by: the one that is overdue for longest. Null when there
 * is none. Until it went, nothing else begins, or what is small, or what is asked for first, would pass it by for ever.
 */
export function turnOf(demands: readonly Demand[], mayBePassedBy: (demand: Demand) => boolean): string | null {
  let first: { readonly kind: string; readonly overdueMs: number } | null = null
  for (const demand of demands) {
    if (!isOverdue(demand) || !mayBePassedBy(demand)) continue
    const overdueMs = (demand.waitedMs ?? 0) - demand.needs.deferrableForMs
    if (first === null || overdueMs > first.overdueMs) first = { kind: demand.kind, overdueMs }
  }
  return first?.kind ?? null
}
