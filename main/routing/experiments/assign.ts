import { createHash } from 'node:crypto'
import type { Experiment } from '#contracts/routing-learning.ts'

/**
 * The arm of a unit (an installation, a conversation): always the same one, by a hash of both names, in the shares that the experiment
 * gives. Null for a share that no arm has: that unit does not take part.
 */
export function armOf(experiment: Pick<Experiment, 'id' | 'arms'>, unit: string): Experiment['arms'][number] | null {
  const digest = createHash('sha256').update(`${experiment.id}\0${unit}`).digest()
  let place = digest.readUIntBE(0, 6) / 2 ** 48
  for (const arm of experiment.arms) {
    if (place < arm.share) return arm
    place -= arm.share
  }
  return null
}
