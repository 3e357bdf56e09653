/** What may lie between two words of one surrogate. All offsets are UTF-16 units; −1 says that it is something else. */

/** The longest gap that is looked over. */
export const GAP_LENGTH = 24

const EMPHASIS = /[*_~`]/
const SPACE = /[\s\u00ad\u200b\u2060]/
const ENTITY = /&(?:nbsp|ensp|emsp|thinsp|shy|#160|#xa0);|<\/?[a-z]{1,6}\d?\s?\/?>/iy
/** A line may begin with a mark of its own: a quotation, a comment, a list. */
const LINE_MARK = /[>#*/|-]/

/** White space with Markdown emphasis, HTML tags and line beginnings in it; the end of it. At least one space or break. */
export function gapEnd(text: string, from: number): number {
  let at = from
  let spaces = 0
  let lines = 0
  const limit = from + GAP_LENGTH
  while (at < limit) {
    const unit = text.charAt(at)
    if (unit === '') break
    if (SPACE.test(unit)) {
      spaces += 1
      if (unit === '\n') lines += 1
      // An empty line ends a paragraph, and no name goes on over it.
      if (lines > 1) return -1
    } else if (unit === '&' || unit === '<') {
      ENTITY.lastIndex = at
      const entity = ENTITY.exec(text)?.[0]
      if (entity === undefined) break
      if (entity.startsWith('&') || /^<br/i.test(entity)) spaces += 1
      at += entity.length
      continue
    } else if (!EMPHASIS.test(unit) && !(lines > 0 && LINE_MARK.test(unit))) break
    at += 1
  }
  return spaces > 0 && at <= limit ? at : -1
}

const SINGLE = /['’‘ʼ`´]/
const DASH = /[-\u2010-\u2015\u2212]/
const WRITTEN_OUT: Readonly<Record<string, RegExp>> = {
  '@': /\s?[([{<]\s?at\s?[)\]}>]\s?|\sat\s|&#64;|&#x40;|&commat;|%40|＠/iy,
  '.': /\s?[([{<]\s?dot\s?[)\]}>]\s?|\sdot\s|&#46;|&period;/iy,
  _: /%5f|&lowbar;|&#95;/iy,
  '+': /%2b|&plus;|&#43;/iy,
  "'": /&#39;|&apos;|&rsquo;|&#8217;|&#x27;/iy,
  '&': /&amp;|\sand\s/iy,
  '/': /%2f|&#47;/iy,
  ':': /%3a/iy,
}

/**
 * The end of the joint between two words as the surrogate has it, however the answer writes it: any gap for a space, with or without
 * the dot of an initial, escaped or as an entity. `joined` allows a hyphen, an underscore or a dot for a space too (`karen_aldous`).
 */
export function jointEnd(text: string, from: number, joint: string, joined: boolean): number {
  if (joint.trim() === '') {
    const gap = gapEnd(text, from)
    if (gap >= 0) return gap
    if (joined && /[-_.+]/.test(text.charAt(from))) return from + 1
    return joined && text.startsWith('%20', from) ? from + 3 : -1
  }
  if (/^\.\s+$/.test(joint)) {
    const dotted = text.charAt(from) === '.' ? from + 1 : from
    const gap = gapEnd(text, dotted)
    return gap >= 0 ? gap : dotted > from ? dotted : -1
  }
  if (/^,\s+$/.test(joint)) {
    // The lines of an address have no commas.
    const gap = gapEnd(text, from)
    if (gap >= 0 && /\n|<br/i.test(text.slice(from, gap))) return gap
  }
  let at = from
  let spaced = false
  for (const unit of joint) {
    if (/\s/.test(unit)) {
      if (spaced) continue
      spaced = true
      const gap = gapEnd(text, at)
      if (gap < 0) return -1
      at = gap
      continue
    }
    spaced = false
    at = signEnd(text, at, unit)
    if (at < 0) return -1
  }
  return at
}

function signEnd(text: string, from: number, sign: string): number {
  const found = text.charAt(from)
  if (found === sign || (SINGLE.test(sign) && SINGLE.test(found)) || (DASH.test(sign) && DASH.test(found))) {
    const form = sign === '&' ? WRITTEN_OUT['&'] : undefined
    if (form === undefined) return from + 1
    form.lastIndex = from
    return from + (form.exec(text)?.[0].length ?? 1)
  }
  if (found === '\\' && text.charAt(from + 1) === sign) return from + 2
  // A comma may have its emphasis before it: `**Aldous**, Karen`.
  if (EMPHASIS.test(found) && text.charAt(from + 1) === sign) return from + 2
  if (EMPHASIS.test(found) && EMPHASIS.test(text.charAt(from + 1)) && text.charAt(from + 2) === sign) return from + 3
  const form = WRITTEN_OUT[SINGLE.test(sign) ? "'" : sign]
  if (form === undefined) return -1
  form.lastIndex = from
  const written = form.exec(text)?.[0]
  return written === undefined ? -1 : from + written.length
}
