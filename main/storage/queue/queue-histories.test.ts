import fc from 'fast-check'
import { describe, it } from 'vitest'
import { history } from './proof/commands.ts'
import { createCheck } from './proof/invariants.ts'
import { play } from './proof/play.ts'
import { createWorld } from './proof/world.ts'

const HISTORIES = Number(process.env.TIDEGATE_QUEUE_HISTORIES ?? 20_000)

describe('a queue with two workers', () => {
  it('does what its description says in every history of adds, claims, ends, cancels, retries, locks, crashes and clock jumps', () => {
    const world = createWorld()
    const check = createCheck(world)
    fc.assert(
      fc.property(history, (commands) => world.apart(() => play(world, check, commands))),
      { numRuns: HISTORIES },
    )
  }, 600_000)
})
