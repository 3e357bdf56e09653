import { foldWord, type UnitTable, WORD_UNIT } from './folded.ts'
import { jointEnd } from './gaps.ts'
import { inCaseLike } from './letter-case.ts'
import { ENDINGS } from './surrogate-data.ts'
import { ENDING_LENGTH, isPlaceholder, type WordForm } from './surrogate-forms.ts'

/** A form found in a text: where its words are, and what a language added to each. */
export interface FormMatch {
  readonly form: WordForm
  readonly start: number
  readonly end: number
  /** Start and end of each word. */
  readonly words: readonly { readonly start: number; readonly end: number; readonly ending: string; readonly cut: boolean }[]
}

/** A word of a form has at least so many letters before it may have an ending. */
const MIN_STEM = 4
/** A final vowel gives way to an ending in Slavic and Romance languages: Anna, Anny. */
const FINAL_VOWEL = /[aeoуаяео]$/

/** The ending that `found` has on `word` (both folded); '' for none, null when it is another word. */
export function endingOn(found: string, word: string): { ending: string; cut: boolean } | null {
  if (found === word) return { ending: '', cut: false }
  if (word.length < MIN_STEM) return null
  const rest = found.slice(word.length)
  if (found.startsWith(word)) return rest.length <= ENDING_LENGTH && ENDINGS.has(rest) ? { ending: rest, cut: false } : null
  if (!FINAL_VOWEL.test(word) || word.length <= MIN_STEM) return null
  const stem = word.slice(0, -1)
  const ending = found.slice(stem.length)
  // Only a vowel takes the place of a vowel: `Folks` is not Folke.
  const cut = found.startsWith(stem) && /^[aeiouyąęаеиоуыюя]/.test(ending) && ending.length <= ENDING_LENGTH && ENDINGS.has(ending)
  return cut ? { ending, cut } : null
}

/** The match of a form whose first word begins at `start`; null when the text goes on in another way. */
export function matchForm(text: string, start: number, form: WordForm, units: UnitTable): FormMatch | null {
  const words: { start: number; end: number; ending: string; cut: boolean }[] = []
  let at = start
  for (const [index, word] of form.words.entries()) {
    if (index > 0) {
      at = jointEnd(text, at, form.joints[index - 1] ?? ' ', form.inflects)
      if (at < 0) return null
    }
    let end = at
    const limit = at + word.length * 2 + ENDING_LENGTH + 8
    while (end < text.length && end < limit && units.kindOf(text.charCodeAt(end)) === WORD_UNIT) end += 1
    const found = foldWord(text.slice(at, end))
    const ending = found === word ? { ending: '', cut: false } : form.inflects ? endingOn(found, word) : null
    if (ending === null) return null
    words.push({ start: at, end, ...ending })
    at = end
  }
  if (form.tail !== '' && text.startsWith(form.tail, at)) at += form.tail.length
  return { form, start, end: at, words }
}

/** What to write for a match: the original in the letter case, with the endings, gaps and emphasis of the answer. */
export function originalFor(text: string, { form, start, end, words }: FormMatch): string | null {
  if (form.original === null) return null
  const surface = text.slice(start, end)
  if (surface === form.text || isPlaceholder(form.surrogate)) return form.original
  const without = form.tail !== '' && !surface.endsWith(form.tail) && form.original.endsWith(form.tail)
  const original = without ? form.original.slice(0, -form.tail.length) : form.original
  const gaps = words.slice(1).map((word, i) => text.slice(words[i]?.end ?? 0, word.start))
  const pieces = original.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  const endOf = (index: number): string => {
    const word = words[index]
    return word === undefined || word.ending === '' ? '' : text.slice(word.end - word.ending.length, word.end)
  }
  const cased = (piece: string, index: number): string => {
    const word = words[index]
    if (word === undefined) return piece
    const found = text.slice(word.start, word.end - (word.ending === '' ? 0 : word.ending.length))
    const like = (form.written[index] ?? '').slice(0, word.cut ? -1 : undefined)
    const base = word.cut && /[aeoуаяео]$/i.test(piece) ? piece.slice(0, -1) : piece
    return inCaseLike(base, found, like) + endOf(index)
  }
  if (form.inflects && pieces.length === words.length) {
    const between = original.split(/[\p{L}\p{N}\p{M}]+/u)
    return pieces
      .map((piece, i) => {
        const ownGap = between[i + 1] ?? ''
        const gap = gaps[i]
        return cased(piece, i) + (gap === undefined || gap === form.joints[i] ? (i < pieces.length - 1 ? ownGap : '') : gap)
      })
      .join('')
      .replace(/^/, between[0] ?? '')
      .concat(between.at(-1) ?? '')
  }
  const last = words.length - 1
  const found = words.map((word) => text.slice(word.start, word.end)).join(' ')
  const whole = form.inflects ? inCaseLike(original, found, form.written.join(' ')) + endOf(last) : original
  // Emphasis that began or ended inside the surrogate moves to its edges, so that it stays balanced.
  const closing = gaps.map((gap) => /^[*_]+/.exec(gap)?.[0] ?? '').join('')
  const opening = gaps.map((gap) => /\s([*_]+)$/.exec(gap)?.[1] ?? '').join('')
  return `${opening}${whole}${closing}`
}
