/**
 * How much of what takes long is run. `core`: what a change has to pass before it is taken, one of each kind (`npm test`). `once`: all of it, each
 * on one host (`npm run test:all`). `everywhere`: all of it on every host and at full count, which is what the runners do by themselves.
 */
export type HowMuch = 'core' | 'once' | 'everywhere'

const asked = process.env.TIDEGATE_TESTS
export const howMuch: HowMuch = asked === 'core' || asked === 'once' ? asked : 'everywhere'

/** A count for what a change has to pass, and the whole of it elsewhere. */
export function upTo(core: number, whole: number): number {
  return howMuch === 'core' ? core : whole
}
