import { accessOf, type Call } from './operations.ts'

/** Who waits goes first: bulk is done one call at a time, whenever nothing else has arrived. Each lane keeps its order. */
export interface CallLanes<T extends { readonly call: Call }> {
  add(requests: readonly T[]): void
  /** What to run now, together; empty when nothing is left. */
  next(): readonly T[]
  readonly isEmpty: boolean
}

/** @param most of those who wait that run together */
export function createCallLanes<T extends { readonly call: Call }>(most: number): CallLanes<T> {
  const urgent: T[] = []
  const bulk: T[] = []
  return {
    add(requests) {
      for (const request of requests) (accessOf(request.call) === 'bulk' ? bulk : urgent).push(request)
    },
    next() {
      return urgent.length > 0 ? urgent.splice(0, most) : bulk.splice(0, 1)
    },
    get isEmpty() {
      return urgent.length === 0 && bulk.length === 0
    },
  }
}
