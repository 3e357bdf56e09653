import type { ResourceSample } from '#contracts/resources.ts'
import type { Disposable } from '../platform.ts'

/**
 * Knows what the machine can do. `current` answers from the last sample if it is fresh (2 s), else samples the cheap part
 * first. Nothing is sampled while nobody looks and nothing waits.
 */
export interface ResourceMonitor extends Disposable {
  current(): Promise<ResourceSample>
  /** A sample whose load is that of now, never the mean of a minute: takes 60 ms after a pause. */
  measure(): Promise<ResourceSample>
  /** Samples of the last five minutes, oldest first. */
  history(): readonly ResourceSample[]
  /** Something outside has changed (power, a resume): what is known is looked up anew by the next `current`. */
  outdate(): void
  /** Called with each new sample, one a second, until the returned function is called. */
  subscribe(listener: (sample: ResourceSample) => void): () => void
}
