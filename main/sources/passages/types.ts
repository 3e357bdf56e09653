/** What positions of a source are counted in. `section`: only the headings above say where one is. */
export const PLACE_KINDS = ['page', 'line', 'row', 'part', 'section'] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]

/** A stretch of an extracted text that its file tells apart: a page, the body of a message, an attachment. Up to the next one. */
export interface TextPart {
  /** UTF-16 code units. */
  readonly start: number
  readonly kind: 'page' | 'part'
  /** From 1. A blank page has a number and no part. */
  readonly number: number
  /** What a person knows it by ("attachment 2"); absent for pages. */
  readonly name?: string
}

/** `[start, end)` of a text, UTF-16 code units, and where it begins. */
export interface Passage {
  readonly start: number
  readonly end: number
  readonly kind: PlaceKind
  /** Page, line or row at `start`, from 1; 0 where nothing is counted. */
  readonly number: number
  /** What it stands under: headings above it, the columns of a table, the name of a part. For ranking and for a person. */
  readonly context: string
}
