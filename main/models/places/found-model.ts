import type { ModelEntry } from '#contracts/models.ts'

/** A model file that was found, not yet looked into. */
export interface FoundModel {
  readonly file: string
  readonly name: string
  readonly place: ModelEntry['place']
}
