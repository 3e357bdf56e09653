export type { Flags } from './flags.ts'
export { openRollout, type RolloutServices } from './rollout.ts'
export type { RolloutBook } from './rollout-book.ts'
