import type { LocalState } from './routing.ts'

/** The engine without a model is all there is, and selects sentences: of no source, or for what has to be written anew, it has none. */
export function writesNothing({ lightweight, quality }: LocalState): boolean {
  return lightweight === true && quality === 0
}
