import type { SourceHit } from '#contracts/sources.ts'

/** A passage that has no vector yet. `content` is the hash of `text`, and names its vector whichever source it stands in. */
export interface UnembeddedPassage {
  readonly id: number
  readonly content: Uint8Array
  /** What is to be embedded: the passage below the headings that it stands under. */
  readonly text: string
  /** The same text has a vector elsewhere: `adopt` takes it over. */
  readonly isKnown: boolean
}

/** A vector as it is stored: a byte a number for the exact look, a bit a number for the coarse one. Both empty: there is nothing to embed. */
export interface PackedVector {
  readonly levels: Uint8Array
  readonly signs: Uint8Array
}

/** The one index there is: vectors of this model and this many numbers. `model` tells apart what cannot be compared. */
export interface VectorIndex {
  readonly model: string
  readonly dimension: number
}

export interface VectorCounts {
  readonly index: VectorIndex | null
  readonly passages: number
  readonly vectors: number
}

export interface MeaningWithin {
  /** Only in the files of this folder. */
  readonly folder?: string | undefined
  /** Only in these sources. */
  readonly sources?: readonly string[] | undefined
}

/** Vectors of the passages of sources. They go with their passage. */
export interface VectorStore {
  counts(): Promise<VectorCounts>
  /** Why vectors cannot be compared on this machine, for a person; null when they can. Loads what compares them. */
  problem(): Promise<string | null>
  /**
   * Passages of complete sources without a vector, by id from behind `after`. Looks at a stretch of passages at a time, so it may find none
   * and still have a `next` to go on from; null is the end.
   */
  unembedded(after: number, limit: number): Promise<{ readonly passages: readonly UnembeddedPassage[]; readonly next: number | null }>
  /** Begins an index. False when there is one, or vectors of one: retire it and take those away first. */
  open(index: VectorIndex): Promise<boolean>
  /** Adds vectors. A passage that has gone or is another one by now is left out. False, and nothing changes, when `index` is not the one there is. */
  put(index: VectorIndex, vectors: readonly (PackedVector & { readonly id: number; readonly content: Uint8Array })[]): Promise<boolean>
  /** Gives passages the vector of another one with the same text, where there is one. */
  adopt(ids: readonly number[]): Promise<void>
  /** Ends the index: nothing is found by it from now on. Its vectors are taken away by `shrink`. */
  retire(): Promise<void>
  /** Takes at most `count` vectors away and returns how many, so that no call takes long. */
  shrink(count: number): Promise<number>
  /**
   * The passages nearest to a vector, by cosine; those that have nothing in common with it are left out. Looks at all signs and then exactly at the nearest of
   * them. Empty when `index` is not the one there is. Rejects with INTERNAL where vectors cannot be compared.
   */
  nearest(index: VectorIndex, vector: PackedVector, limit: number, within?: MeaningWithin): Promise<readonly SourceHit[]>
}
