import type { Finding } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { chooseSurrogates } from './choose-surrogates.ts'
import { repaired } from './repair.ts'
import { type Segment, segmentsOfFindings, withOccurrences } from './segments.ts'

export interface MaskOutcome {
  readonly text: string
  /** Entries that `known` did not have yet. */
  readonly added: VaultEntry[]
  /** Spans replaced. */
  readonly masked: number
}

/** A text of a conversation with what was found in it. */
export interface TextToMask {
  readonly text: string
  readonly findings: readonly Finding[]
}

const ROUNDS = 16

/** A segment with what is written for it, and where it ended up in the masked text. */
export interface Placed {
  readonly segment: Segment
  readonly value: string
  readonly start: number
  readonly end: number
}

export interface Rendering {
  readonly text: string
  readonly placed: readonly Placed[]
  readonly added: VaultEntry[]
}

/**
 * Replaces every finding, and every further occurrence of what the vault knows, by a stable surrogate of its type. Deterministic:
 * what is invented depends on the vault's id, the value and the words around its first occurrence alone. Time is linear in the text, the
 * findings and the vault.
 *
 * The result is checked before it is returned: where restoring would not give the text back (a surrogate that happens to be in the
 * text, a name glued to another word), that place gets a placeholder such as `[person 1]` instead of an invented value.
 */
export function mask(text: string, findings: readonly Finding[], known: readonly VaultEntry[], vaultId: string): MaskOutcome {
  let segments = withOccurrences(text, segmentsOfFindings(text, findings), known)
  for (let round = 0; round < ROUNDS; round += 1) {
    const rendering = render(text, segments, known, vaultId)
    const better = repaired(rendering, segments, [...known, ...rendering.added], text, round)
    if (better === null) return { text: rendering.text, added: rendering.added, masked: segments.length }
    segments = better
  }
  // Never seen, but a text must not leave half understood: one placeholder for all of it.
  const { text: hidden, added } = render(text, [{ start: 0, end: text.length, type: 'TEXT', plain: true }], known, vaultId)
  return { text: hidden, added, masked: 1 }
}

/**
 * Masks the texts of one conversation (a prompt, sources and their names, what was said before) with one vault. What a later text reveals
 * to be sensitive is also hidden where an earlier one has it.
 */
export function maskTexts(
  texts: readonly TextToMask[],
  known: readonly VaultEntry[],
  vaultId: string,
): { readonly texts: string[]; readonly added: VaultEntry[]; readonly masked: number } {
  const added: VaultEntry[] = []
  const pass = (): MaskOutcome[] =>
    texts.map(({ text, findings }) => {
      const outcome = mask(text, findings, [...known, ...added], vaultId)
      added.push(...outcome.added)
      return outcome
    })
  let outcomes = pass()
  // The second pass knows all values; a third only where hiding one of them took a new entry.
  for (let passes = 1; passes < 3 && texts.length > 1; passes += 1) {
    const before = added.length
    outcomes = pass()
    if (added.length === before) break
  }
  return { texts: outcomes.map(({ text }) => text), added, masked: outcomes.reduce((sum, { masked }) => sum + masked, 0) }
}

function render(text: string, segments: readonly Segment[], known: readonly VaultEntry[], vaultId: string): Rendering {
  const chosen = chooseSurrogates(text, segments, known, vaultId)
  const parts: string[] = []
  let length = 0
  let from = 0
  const put = (part: string): void => {
    parts.push(part)
    length += part.length
  }
  const placed = segments.map((segment): Placed => {
    put(text.slice(from, segment.start))
    const start = length
    put(chosen.surrogates.get(segment) ?? '')
    from = segment.end
    return { segment, value: text.slice(segment.start, segment.end), start, end: length }
  })
  put(text.slice(from))
  return { text: parts.join(''), placed, added: chosen.added }
}
