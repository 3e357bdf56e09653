export const OTHER = 0
export const LETTER = 1
export const DIGIT = 2
const KINDS = Uint8Array.from({ length: 0x80 }, (_, code) => {
  if (code >= 0x30 && code <= 0x39) return DIGIT
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x7a ? LETTER : OTHER
})

/** What a UTF-16 code unit is part of: a word, a number, or neither. */
export function kindOf(code: number): number {
  if (code < 0x80) return KINDS[code] ?? OTHER
  if (code >= 0x3040 && code < 0xe000 && !(code >= 0xd800)) return LETTER
  return (code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7) || code >= 0xf900 ? LETTER : OTHER
}

/** Scripts that are written without spaces: each character counts as a word. */
export function isIdeograph(code: number): boolean {
  return code >= 0x3040 && code < 0xd7a4 && !(code >= 0xac00)
}

/** Lower case of the ASCII letters, 0 for all else: most text is of these, and one look-up tells both. */
export const ASCII_LOWER = Uint8Array.from({ length: 0x80 }, (_, code) => (KINDS[code] === LETTER ? code | 0x20 : 0))

/** Lower case for the scripts in which most text is written; others stay as they are. */
export function lowerOf(code: number): number {
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? code | 0x20 : code
  if ((code >= 0xc0 && code <= 0xde) || (code >= 0x391 && code <= 0x3a9) || (code >= 0x410 && code <= 0x42f)) return code + 0x20
  return code
}
