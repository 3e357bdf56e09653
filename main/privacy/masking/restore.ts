import type { RestoreResult } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { CONTEXT_LENGTH } from './surrogate-forms.ts'
import { createSurrogateMatcher } from './surrogate-matcher.ts'

/** Puts originals back into a text that arrives in pieces. */
export interface Restorer {
  /** Takes the next piece; returns what is final by now. Holds back no more than the longest surrogate with its surroundings. */
  push(delta: string): string
  /** The rest. `unresolved` names surrogates of which only a trace was found. */
  end(): { tail: string; restored: number; unresolved: string[] }
}

/** The concatenated output does not depend on how the text was cut into pieces. */
export function createRestorer(entries: readonly VaultEntry[]): Restorer {
  const matcher = createSurrogateMatcher(entries)
  const unresolved = new Set<string>()
  let restored = 0
  let held = ''
  /** Everything before it is final; kept only as the surroundings of what follows. */
  let position = 0

  function advance(final: boolean): string {
    // A match that starts before this point sees all it may look at.
    const certain = final ? held.length : held.length - matcher.reach
    let out = ''
    while (position < certain) {
      const match = matcher.next(held, position)
      if (match === null || match.start >= certain) break
      out += held.slice(position, match.start)
      out += match.original ?? held.slice(match.start, match.end)
      if (match.original !== null) restored += 1
      if (match.altered) unresolved.add(match.surrogate)
      position = match.end
    }
    if (certain > position) {
      const end = certain - (isHighSurrogate(held.charCodeAt(certain - 1)) && !final ? 1 : 0)
      out += held.slice(position, end)
      position = Math.max(position, end)
    }
    if (position > 8 * CONTEXT_LENGTH) {
      held = held.slice(position - CONTEXT_LENGTH)
      position = CONTEXT_LENGTH
    }
    return out
  }

  return {
    push(delta) {
      held += delta
      return advance(false)
    },
    end() {
      return { tail: advance(true), restored, unresolved: [...unresolved] }
    },
  }
}

/** Puts originals back into a whole text. */
export function restoreText(text: string, entries: readonly VaultEntry[]): RestoreResult {
  const restorer = createRestorer(entries)
  const head = restorer.push(text)
  const { tail, restored, unresolved } = restorer.end()
  return { text: head + tail, restored, unresolved }
}

/** A pair of code units is not torn apart: a display would show two broken characters. */
function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
