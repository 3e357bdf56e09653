import type { VaultEntry } from '../../storage/types.ts'

/**
 * Blanks every surrogate that stands by itself, longest first, keeping a separator so that neighbours do not grow together. One inside a
 * longer word or number is not ours: blanking it would cut what is there to pieces before it is looked at.
 */
export function withoutSurrogates(text: string, vault: readonly VaultEntry[]): string {
  let left = text
  for (const { surrogate } of [...vault].sort((a, b) => b.surrogate.length - a.surrogate.length)) {
    if (surrogate !== '') left = left.replaceAll(surrogate, (found, at: number, whole: string) => (isWhole(found, at, whole) ? ' ' : found))
  }
  return left
}

function isWhole(found: string, at: number, text: string): boolean {
  const before = text.slice(Math.max(0, at - 2), at)
  const behind = text.slice(at + found.length, at + found.length + 2)
  if (/^[\p{L}\p{N}]/u.test(found) && /[\p{L}\p{N}]$/u.test(before)) return false
  if (/[\p{L}\p{N}]$/u.test(found) && /^[\p{L}\p{N}]/u.test(behind)) return false
  // `4539 12 …`, `536-12-…`: a group of a longer number.
  return !(/^\d/.test(found) && /\d[ .\-/]$/.test(before)) && !(/\d$/.test(found) && /^[ .\-/]\d/.test(behind))
}
