import { describe, expect, test } from 'vitest'
import { type FrameClock, pacedFrames } from './paced-frames.ts'

/** A window that draws a frame every 16 ms, or later where the last one took longer; each update takes `cost` ms of it. */
function updatesWithin(ms: number, cost: number): number[] {
  let at = 0
  const due: { at: number; run: () => void }[] = []
  const add = (delay: number, run: () => void): void => {
    due.push({ at: at + delay, run })
    due.sort((a, b) => a.at - b.at)
  }
  const clock: FrameClock = {
    now: () => at,
    nextFrame: (callback) => add(16 - (at % 16), callback),
    afterFrame: (callback) => add(0, callback),
    wait: (callback, delay) => add(delay, callback),
  }
  const schedule = pacedFrames(clock)
  const updates: number[] = []
  const update = (): void => {
    updates.push(at)
    at += cost
    // A fast stream: there is more to show as soon as the frame is done.
    add(0, () => schedule(update))
  }
  schedule(update)
  for (let next = due.shift(); next !== undefined && next.at <= ms; next = due.shift()) {
    at = Math.max(at, next.at)
    next.run()
  }
  return updates
}

describe('updates of a growing draft', () => {
  test('come with every frame where frames are quickly made', () => {
    expect(updatesWithin(1_600, 4)).toHaveLength(100)
  })

  test('leave at least half of the time to everything else where they take long', () => {
    for (const cost of [20, 40, 70, 100]) {
      const updates = updatesWithin(4_000, cost)
      const busy = updates.length * cost
      expect(busy, `${cost} ms a frame`).toBeLessThanOrEqual(2_000 + cost)
      expect(busy, `${cost} ms a frame`).toBeGreaterThan(1_200)
    }
  })

  test('never wait longer than a tenth of a second and a frame', () => {
    const updates = updatesWithin(5_000, 400)
    const gaps = updates.slice(1).map((at, index) => at - (updates[index] ?? 0) - 400)
    expect(gaps.length).toBeGreaterThan(8)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(116)
  })
})
