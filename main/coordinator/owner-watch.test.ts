import { describe, expect, it } from 'vitest'
import { NOT_WATCHED, type SeenOwner, type Verdict, watchOwners } from './owner-watch.ts'

const RULE = { leaseMs: 15_000, everyMs: 5_000 }
const NOON = 1_000_000_000

/** Looks one after the other: ms since the last one by our own clock, by the clock on the wall where that differs, and who is there. */
interface Look {
  readonly after: number
  readonly wall?: number
  readonly seen: readonly SeenOwner[]
}

function verdicts(looks: readonly Look[]): Verdict[] {
  let state = NOT_WATCHED
  let [now, monotonic] = [NOON, 5_000]
  return looks.map(({ after, wall = after, seen }) => {
    now += wall
    monotonic += after
    const verdict = watchOwners(state, seen, { now, monotonic }, RULE)
    state = verdict.state
    return verdict
  })
}

const owner = (alive: SeenOwner['alive'], newestLease: number): SeenOwner => ({ owner: 'other', alive, newestLease })
/** Every 5 s, `count` times. */
const looks = (count: number, seen: (at: number) => SeenOwner): Look[] =>
  Array.from({ length: count }, (_, n) => ({ after: 5_000, seen: [seen(NOON + (n + 1) * 5_000)] }))
const stops = (all: readonly Verdict[]): number[] => all.flatMap(({ stop }, at) => (stop.length > 0 ? [at] : []))
const takes = (all: readonly Verdict[]): number[] => all.flatMap(({ take }, at) => (take.length > 0 ? [at] : []))

describe('who still works on what they hold', () => {
  it.each<[string, readonly Look[], { takes?: number[]; stops?: number[] }]>([
    ['a dead owner loses its jobs at the first look', [{ after: 0, seen: [owner(false, NOON + 1e6)] }], { takes: [0] }],
    [
      'a dead one also right after a gap',
      [...looks(1, () => owner(true, NOON)), { after: 9e5, seen: [owner(false, NOON)] }],
      { takes: [1] },
    ],
    ['one that renews its leases is never touched', looks(40, (at) => owner(true, at + 10_000)), {}],
    // Its lease runs out 1 ms before the first look; the seventh is the first with more than two leases behind it.
    ['one that lives and does not move is stopped after two leases', looks(8, () => owner(true, NOON + 4_999)), { stops: [7] }],
    [
      'one of which nothing is known loses its jobs when its leases have run out',
      looks(3, () => owner('unknown', NOON + 9_000)),
      { takes: [1, 2] },
    ],
    ['and keeps them until then', looks(3, () => owner('unknown', NOON + 90_000)), {}],
    [
      'after a sleep nobody is judged by time for one lease',
      [
        ...looks(1, () => owner('unknown', NOON + 14_000)),
        { after: 5_000, wall: 3_600_000, seen: [owner('unknown', NOON + 14_000)] },
        { after: 5_000, seen: [owner('unknown', NOON + 14_000)] },
        { after: 5_000, seen: [owner('unknown', NOON + 14_000)] },
        { after: 5_000, seen: [owner('unknown', NOON + 14_000)] },
      ],
      { takes: [4] },
    ],
    [
      'after all processes stood still, too',
      [
        ...looks(1, () => owner(true, NOON + 14_000)),
        { after: 600_000, seen: [owner(true, NOON + 14_000)] },
        ...looks(3, () => owner(true, NOON + 14_000)),
      ],
      {},
    ],
    [
      'time before a gap does not count against anybody',
      [...looks(6, () => owner(true, NOON)), { after: 20_000, seen: [owner(true, NOON)] }, ...looks(6, () => owner(true, NOON))],
      {},
    ],
    [
      'a clock that is set forward makes nobody hang',
      [...looks(1, (at) => owner(true, at + 10_000)), { after: 5_000, wall: 86_400_000, seen: [owner(true, NOON + 15_000)] }],
      {},
    ],
    // By the clock its lease never runs out: our own count of one lease, then two more.
    ['a clock that was set back hides nobody that hangs', looks(12, () => owner(true, NOON + 1e9)), { stops: [10, 11] }],
  ])('%s', (_name, sequence, expected) => {
    const all = verdicts(sequence)
    expect({ takes: takes(all), stops: stops(all) }).toEqual({ takes: [], stops: [], ...expected })
  })

  it('watches nobody once nobody else holds anything', () => {
    const all = verdicts([...looks(2, () => owner(true, NOON)), { after: 5_000, seen: [] }, { after: 1e9, seen: [owner('unknown', NOON)] }])
    expect(all.at(2)?.state).toEqual(NOT_WATCHED)
    expect(all.at(3)?.take).toEqual(['other'])
  })
})
