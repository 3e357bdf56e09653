export type LetterCase = 'same' | 'upper' | 'lower' | 'title'

/** How `surface` writes `base`, or null when it is another text or a mixture of cases. */
export function letterCaseOf(surface: string, base: string): LetterCase | null {
  if (surface === base) return 'same'
  if (surface === base.toUpperCase()) return 'upper'
  if (surface === base.toLowerCase()) return 'lower'
  return surface === titleCase(base) ? 'title' : null
}

export function inLetterCase(text: string, letterCase: LetterCase): string {
  if (letterCase === 'upper') return text.toUpperCase()
  if (letterCase === 'lower') return text.toLowerCase()
  return letterCase === 'title' ? titleCase(text) : text
}

/** `text` in the letter case of `surface`, where that differs from the one of `base`; `surface` may be a transliteration of it. */
export function inCaseLike(text: string, surface: string, base: string): string {
  const exact = letterCaseOf(surface, base)
  if (exact !== null) return inLetterCase(text, exact)
  const letters = surface.replace(/[^\p{L}]/gu, '')
  if (letters.length > 1 && letters === letters.toUpperCase() && letters !== letters.toLowerCase()) return text.toUpperCase()
  if (letters === letters.toLowerCase() && base !== base.toLowerCase()) return text.toLowerCase()
  return text
}

function titleCase(text: string): string {
  return text.toLowerCase().replace(/(?<![\p{L}\p{M}'’])\p{L}/gu, (letter) => letter.toUpperCase())
}
