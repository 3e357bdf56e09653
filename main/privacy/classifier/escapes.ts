/** A text with its escapes undone, and the way back. All offsets are UTF-16 code units. */
export interface UnescapedText {
  readonly text: string
  /** The span of the escaped text that a span of `text` stands for: whole escapes, never part of one. */
  toEscaped(start: number, end: number): { start: number; end: number }
  /** Whether any of a span of `text` was escaped. */
  touches(start: number, end: number): boolean
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  period: '.',
  dot: '.',
  hyphen: '-',
  lowbar: '_',
  plus: '+',
  colon: ':',
  sol: '/',
}

/**
 * Runs of one kind of escape: percent (RFC 3986), quoted-printable with its soft line breaks (RFC 2045; letters and digits are never
 * written so), JavaScript, JSON, HTML.
 */
const ESCAPES =
  /(?<percent>(?:%[0-9a-fA-F]{2})+)|(?<soft>(?<![A-Za-z0-9+/]{12}=?)=\r?\n)|(?<quoted>(?:=(?:0[9AD]|2[0-9A-F]|3[A-F]|40|5[B-F]|60|7[B-E]|[89A-F][0-9A-F]))+)|\\u\{(?<point>[0-9a-fA-F]{1,6})\}|\\u(?<unit>[0-9a-fA-F]{4})|\\x(?<byte>[0-9a-fA-F]{2})|&#(?<decimal>\d{1,7});?|&#[xX](?<hex>[0-9a-fA-F]{1,6});?|&(?<name>[a-z]{2,8});/g
/** Nothing can be escaped in a text without one of these. */
const SIGN = /[%\\&=]/

/** Undoes one layer of escapes wherever one stands; a malformed one stays as it is. Null when there are none. */
export function unescapeText(escaped: string): UnescapedText | null {
  if (!SIGN.test(escaped)) return null
  const parts: string[] = []
  /** Spans of the result that were escaped, ascending, with the spans that they came from. */
  const from: number[] = []
  const to: number[] = []
  const escapedFrom: number[] = []
  const escapedTo: number[] = []
  let done = 0
  let length = 0
  for (const match of escaped.matchAll(ESCAPES)) {
    const plain = plainOf(match.groups ?? {})
    if (plain === null) continue
    const before = escaped.slice(done, match.index)
    parts.push(before, plain)
    length += before.length
    from.push(length)
    to.push(length + plain.length)
    escapedFrom.push(match.index)
    done = match.index + match[0].length
    escapedTo.push(done)
    length += plain.length
  }
  if (from.length === 0) return null
  parts.push(escaped.slice(done))
  /** Index of the last escape that begins at or before an offset; -1 when there is none. */
  const lastBy = (offset: number): number => {
    let low = 0
    let high = from.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((from[middle] ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return low - 1
  }
  const at = (numbers: readonly number[], index: number): number => numbers[index] ?? 0
  const place = (offset: number, edge: 'start' | 'end'): number => {
    const index = lastBy(offset)
    if (index < 0) return offset
    if (offset >= at(to, index)) return at(escapedTo, index) + offset - at(to, index)
    return edge === 'start' ? at(escapedFrom, index) : at(escapedTo, index) - 1
  }
  return {
    text: parts.join(''),
    toEscaped: (start, end) => ({ start: place(start, 'start'), end: end > start ? place(end - 1, 'end') + 1 : place(start, 'start') }),
    touches(start, end) {
      const index = lastBy(end - 1)
      return index >= 0 && at(to, index) > start
    },
  }
}

function plainOf(groups: Readonly<Record<string, string | undefined>>): string | null {
  const { percent, soft, quoted, point, unit, byte, decimal, hex, name } = groups
  if (percent !== undefined) return Buffer.from(percent.replaceAll('%', ''), 'hex').toString('utf8')
  if (soft !== undefined) return ''
  if (quoted !== undefined) return Buffer.from(quoted.replaceAll('=', ''), 'hex').toString('utf8')
  const code = point ?? unit ?? byte ?? hex
  if (code !== undefined) return character(Number.parseInt(code, 16))
  if (decimal !== undefined) return character(Number(decimal))
  return name === undefined ? null : (NAMED[name] ?? null)
}

function character(code: number): string | null {
  return code <= 0x10ffff ? String.fromCodePoint(code) : null
}
