/** A stretch of a text, in UTF-16 code units. */
export interface Section {
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

/** Sections are about this long: short enough to be read again at each key, long enough that what is read twice hardly counts. */
export const SECTION = 32_768
/**
 * A section is read with so much of the text on both sides: more than any rule looks around, and than any value is long that a blank can
 * stand in. Longer values (keys in lines of base64, tokens) are never cut.
 */
export const AROUND = 2_048
/** Behind the size that is asked for, a good place to cut is looked for so far; then any blank will do, and behind that none at all. */
const SEARCH = 8_192

/**
 * Cuts a text where nothing is torn that must be seen whole. The same text is always cut at the same places, so whether it is read in one
 * go, in several threads or only where it changed, the same is found.
 */
export function cutSections(text: string, size = SECTION): Section[] {
  const sections: Section[] = []
  let start = 0
  while (text.length - start > size + AROUND) {
    const end = borderFrom(text, start + size)
    sections.push({ start, end })
    start = end
  }
  if (start < text.length || sections.length === 0) sections.push({ start, end: text.length })
  return sections
}

/** The first good border at or behind a place: the beginning of a line, else behind a blank, else the end of the text. */
function borderFrom(text: string, from: number): number {
  const limit = Math.min(text.length, from + SEARCH)
  for (let at = text.indexOf('\n', from - 1) + 1; at > 0 && at < limit; at = text.indexOf('\n', at) + 1) {
    if (isBorder(text, at)) return at
  }
  for (let at = from; at < text.length; at += 1) if (isBlank(text, at - 1) && isBorder(text, at)) return at
  return text.length
}

function isBlank(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit === 32 || (unit >= 9 && unit <= 13)
}

const LINE = /^[A-Za-z0-9+/=_:-]{16,}$/
const PAIR = /^[0-9a-f]{2}$/i
/** The head of a key block is at most so long. */
const HEAD = 600

/** Whether what stands before and behind a blank are not two parts of one encoded value. */
function isBorder(text: string, at: number): boolean {
  const before = wordBefore(text, at)
  const behind = wordBehind(text, at)
  if (LINE.test(before) && LINE.test(behind)) return false
  if (PAIR.test(before) && PAIR.test(behind)) return false
  const near = text.slice(Math.max(0, at - HEAD), at)
  const begin = near.lastIndexOf('-----BEGIN')
  return begin < 0 || near.includes('-----END', begin)
}

function wordBefore(text: string, at: number): string {
  let end = at
  while (end > 0 && at - end < 4 && isBlank(text, end - 1)) end -= 1
  let start = end
  while (start > 0 && end - start < 80 && !isBlank(text, start - 1)) start -= 1
  return text.slice(start, end)
}

function wordBehind(text: string, at: number): string {
  let start = at
  while (start < text.length && start - at < 4 && isBlank(text, start)) start += 1
  let end = start
  while (end < text.length && end - start < 80 && !isBlank(text, end)) end += 1
  return text.slice(start, end)
}
