// Plays histories in a process of its own; prints how many, or the smallest that breaks a promise. Arguments: how many, the seed, and `any`
// where the first that breaks one will do: making it smaller takes far longer than finding it.
import fc from 'fast-check'
import { history } from './commands.ts'
import { createCheck } from './invariants.ts'
import { play } from './play.ts'
import { createWorld } from './world.ts'

const [runs = '2000', seed = '1', wanted = 'smallest'] = process.argv.slice(2)
const world = createWorld()
const check = createCheck(world)
const began = performance.now()
const found = fc.check(
  fc.property(history, (commands) => world.apart(() => play(world, check, commands))),
  { numRuns: Number(runs), seed: Number(seed), endOnFailure: wanted === 'any' },
)
process.stdout.write(
  `${JSON.stringify({
    failed: found.failed,
    runs: found.numRuns,
    ms: Math.round(performance.now() - began),
    why: found.errorInstance instanceof Error ? found.errorInstance.message : null,
    stack: found.errorInstance instanceof Error ? found.errorInstance.stack : null,
    history: found.counterexample,
  })}\n`,
)
