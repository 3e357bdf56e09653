/** A few dozen milliseconds on any machine of the last ten years. */
const TURNS = 20_000_000

/**
 * How many turns a second of CPU time are worth at the moment: each is a step of a linear congruential generator (Numerical Recipes'
 * constants), which waits for the one before it and needs no memory. `cpuMs` is the CPU time of the thread.
 */
export function turnsPerCpuSecond(cpuMs: () => number): number {
  const started = cpuMs()
  let state = 1
  for (let turn = 0; turn < TURNS; turn += 1) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
  const spent = cpuMs() - started
  // The outcome is used, or a compiler might leave out the loop.
  return state === 0 || spent <= 0 ? Number.NaN : (TURNS * 1_000) / spent
}
