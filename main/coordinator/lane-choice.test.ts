import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLaneChoice, type Lane } from './lane-choice.ts'

const lane = (workspace: string, patch: Partial<Lane> = {}): Lane => ({
  kind: 'draft',
  workspace,
  priority: 0,
  readyAt: 0,
  rank: 0,
  ...patch,
})

/** Takes `count` jobs from lanes that never run empty. */
function take(lanes: readonly Lane[], count: number, stepMs = 0): string[] {
  const choice = createLaneChoice(60_000)
  const order: string[] = []
  for (let now = 0; order.length < count; now += stepMs) {
    const chosen = choice.choose(lanes, now)
    if (chosen === null) break
    choice.served(chosen, now)
    order.push(chosen.workspace)
  }
  return order
}

describe('which lane goes first', () => {
  it('is the one with the higher priority, and of equals the oldest job', () => {
    const choice = createLaneChoice(60_000)
    expect(choice.choose([], 0)).toBeNull()
    expect(choice.choose([lane('a'), lane('b', { priority: 1 })], 0)?.workspace).toBe('b')
    expect(choice.choose([lane('a', { rank: 5 }), lane('b', { rank: 3 })], 0)?.workspace).toBe('b')
  })

  it('takes turns between workspaces, however long the backlog of one has waited', () => {
    const order = take([lane('old', { readyAt: 0, rank: -3_600_000 }), lane('new', { readyAt: 0, rank: 0 })], 100)
    expect(order.filter((workspace) => workspace === 'new')).toHaveLength(50)
  })

  it('lets a newcomer in at the present, not before: it does not make up for the time in which it asked for nothing', () => {
    const choice = createLaneChoice(60_000)
    const [old, newcomer] = [lane('old'), lane('newcomer')]
    for (let n = 0; n < 1_000; n += 1) choice.served(old, 0)
    const order: string[] = []
    for (let n = 0; n < 10; n += 1) {
      const chosen = choice.choose([old, newcomer], 0)
      if (chosen === null) throw new Error('nothing chosen')
      choice.served(chosen, 0)
      order.push(chosen.workspace)
    }
    expect(order.filter((workspace) => workspace === 'old').length).toBeGreaterThanOrEqual(4)
  })

  it('never starves a lane: each level of priority between them costs a minute of waiting at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 5 }), (levels, rivals) => {
        const lanes = [lane('low'), ...Array.from({ length: rivals }, (_, n) => lane(`high-${n}`, { priority: levels }))]
        const stepMs = 1_000
        const order = take(lanes, (levels + 2) * 60 * (rivals + 1), stepMs)
        expect(order.indexOf('low') * stepMs).toBeLessThanOrEqual((levels + 1) * 60_000 + rivals * stepMs)
      }),
      { numRuns: 40 },
    )
  })

  it('shares evenly between any number of workspaces on one level', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), (count) => {
        const lanes = Array.from({ length: count }, (_, n) => lane(`w${n}`, { rank: n * 7 }))
        const order = take(lanes, count * 20)
        for (const { workspace } of lanes) expect(order.filter((one) => one === workspace)).toHaveLength(20)
      }),
    )
  })
})
