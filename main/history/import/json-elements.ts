const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** One element of a list: its JSON text, or null where it was longer than the bound. */
export type Element = string | null

/**
 * Cuts a JSON list that comes in pieces into the texts of its elements, without parsing them. Memory is bounded by `longest` characters and
 * one piece. Text that is no list gives nothing, and `complete` stays false.
 */
export function createElementSplitter(longest: number): { push(piece: string): Element[]; readonly complete: boolean } {
  let depth = 0
  let inText = false
  let escaped = false
  let state: 'before' | 'in' | 'after' | 'wrong' = 'before'
  let kept: string[] = []
  let length = 0
  let blank = true

  const keep = (part: string): void => {
    length += part.length
    if (length <= longest) kept.push(part)
    else kept = []
  }
  const take = (): Element[] => {
    const element = length > longest ? null : kept.join('')
    const wasBlank = blank
    kept = []
    length = 0
    blank = true
    return wasBlank ? [] : [element]
  }

  return {
    get complete() {
      return state === 'after'
    },
    push(piece) {
      const found: Element[] = []
      let from = 0
      for (let at = 0; at < piece.length; at += 1) {
        const code = piece.charCodeAt(at)
        if (state === 'before') {
          if (code === OPEN_LIST) state = 'in'
          else if (code > 0x20 && code !== 0xfeff) state = 'wrong'
          from = at + 1
          continue
        }
        if (state !== 'in') return found
        if (code > 0x20 && code !== COMMA && code !== CLOSE_LIST) blank = false
        if (inText) {
          if (escaped) escaped = false
          else if (code === BACKSLASH) escaped = true
          else if (code === QUOTE) inText = false
        } else if (code === QUOTE) inText = true
        else if (code === OPEN_LIST || code === OPEN_OBJECT) depth += 1
        else if ((code === COMMA || code === CLOSE_LIST) && depth === 0) {
          keep(piece.slice(from, at))
          found.push(...take())
          from = at + 1
          if (code === CLOSE_LIST) state = 'after'
        } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth -= 1
      }
      if (state === 'in') keep(piece.slice(from))
      return found
    },
  }
}
