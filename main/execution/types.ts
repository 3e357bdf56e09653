import type { Citation } from '#contracts/generation.ts'
import type { ExtractiveShape } from '#contracts/templates.ts'

/** A source as the engines see it: extracted text, offsets in UTF-16 code units of `text`. */
export interface SourceText {
  readonly id: string
  readonly name: string
  readonly text: string
  /** Nobody knows yet what it contains, so it counts as restricted whatever is found in it now. */
  readonly isUnlabelled?: boolean
}

export interface ExtractiveInput {
  readonly prompt: string
  readonly sources: readonly SourceText[]
  readonly template: ExtractiveShape
}

/** What the extractive engine writes, piece by piece: text to append, and the citation that a piece just completed. */
export type DraftPiece = { readonly type: 'text'; readonly delta: string } | { readonly type: 'citation'; readonly citation: Citation }
