import type { RestoreResult } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { cutStandIn, NOT_RESTORED } from './cut-short.ts'
import { CONTEXT_LENGTH } from './surrogate-forms.ts'
import { createSurrogateMatcher } from './surrogate-matcher.ts'

export type Unresolved = RestoreResult['places'][number]

/** Puts originals back into a text that arrives in pieces. */
export interface Restorer {
  /**
   * Takes the next piece; returns what is final by now. Mostly that is all but the last word; where a surrogate may have begun, it is
   * held back until that is settled, never more than `reach` UTF-16 units.
   */
  push(delta: string): string
  /** The rest. `unresolved` names surrogates of which only a trace was found, `places` where. */
  end(): { tail: string } & Omit<RestoreResult, 'text'>
  /** The rest of a text that broke off: a stand-in of which only the beginning has come is replaced by {@link NOT_RESTORED}, and named. */
  cut(): { tail: string } & Omit<RestoreResult, 'text'>
  /** The bound on what is held back: the longest surrogate with its gaps and endings, and 80 units of what surrounds it. */
  readonly reach: number
}

/** The concatenated output does not depend on how the text was cut into pieces. */
export function createRestorer(entries: readonly VaultEntry[]): Restorer {
  const matcher = createSurrogateMatcher(entries)
  const unresolved = new Set<string>()
  const places: Unresolved[] = []
  let restored = 0
  let held = ''
  /** Everything before it is final; kept only as the surroundings of what follows. */
  let position = 0
  let emitted = 0

  function advance(final: boolean): string {
    const parts: string[] = []
    let length = 0
    const put = (part: string): void => {
      parts.push(part)
      length += part.length
    }
    while (position < held.length) {
      const found = matcher.next(held, position, final)
      if (found === null || 'undecided' in found) {
        const settled = found === null ? held.length : found.undecided
        const end = settled === held.length && !final && isHighSurrogate(held.charCodeAt(settled - 1)) ? settled - 1 : settled
        put(held.slice(position, end))
        position = Math.max(position, end)
        break
      }
      const { start, end, original, surrogate, altered } = found.match
      put(held.slice(position, start))
      const at = emitted + length
      put(original ?? held.slice(start, end))
      if (original !== null) restored += 1
      if (altered) {
        unresolved.add(surrogate)
        places.push({ surrogate, start: at, end: emitted + length })
      }
      position = end
    }
    if (position > 8 * CONTEXT_LENGTH) {
      held = held.slice(position - CONTEXT_LENGTH)
      position = CONTEXT_LENGTH
    }
    emitted += length
    return parts.join('')
  }

  return {
    reach: matcher.reach,
    push(delta) {
      held += delta
      return advance(false)
    },
    end() {
      return { tail: advance(true), restored, unresolved: [...unresolved], places }
    },
    cut() {
      const half = cutStandIn(held, position, entries)
      if (half !== null) held = held.slice(0, half.start)
      const whole = advance(true)
      if (half === null) return { tail: whole, restored, unresolved: [...unresolved], places }
      unresolved.add(half.surrogate)
      places.push({ surrogate: half.surrogate, start: emitted, end: emitted + NOT_RESTORED.length })
      return { tail: whole + NOT_RESTORED, restored, unresolved: [...unresolved], places }
    },
  }
}

/** Puts originals back into a whole text. */
export function restoreText(text: string, entries: readonly VaultEntry[]): RestoreResult {
  const restorer = createRestorer(entries)
  const head = restorer.push(text)
  const { tail, ...counts } = restorer.end()
  return { text: head + tail, ...counts }
}

/** A pair of code units is not torn apart: a display would show two broken characters. */
function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
