/** A part of a whole. */
export interface Share {
  readonly count: number
  readonly of: number
  /** null when `of` is 0. */
  readonly share: number | null
}

export function shareOf(count: number, of: number): Share {
  return { count, of, share: of === 0 ? null : count / of }
}

/** Arithmetic mean; null of nothing. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
