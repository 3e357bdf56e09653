import { createRewriting, type Rewriting } from './rewriting.ts'

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
 * Runs of one kind of escape: percent (RFC 3986), quoted-printable with its soft line breaks (RFC 2045; letters and digits are
 * written so only by somebody who hides them), JavaScript, JSON, HTML, and the doubled quotation marks of a table's field (RFC 4180).
 */
const ESCAPES =
  /(?<percent>(?:%[0-9a-fA-F]{2})+)|(?<soft>(?<![A-Za-z0-9+/]{12}=?)=\r?\n)|(?<quoted>(?:=[0-9A-Fa-f]{2}(?:=\r?\n)?){3,}|=3D|(?<![?&][\w.-]{1,40})(?:=(?:0[9AD]|2[0-9A-F]|3[A-F]|40|5[B-F]|60|7[B-E]|[89A-F][0-9A-F]))+)|\\u\{(?<point>[0-9a-fA-F]{1,6})\}|\\u(?<unit>[0-9a-fA-F]{4})|\\x(?<byte>[0-9a-fA-F]{2})|&#(?<decimal>\d{1,7});?|&#[xX](?<hex>[0-9a-fA-F]{1,6});?|&(?<name>[a-z]{2,8});|\\(?<short>["\\/nrtbf])|(?<doubled>"")/g
/** Nothing can be escaped in a text without one of these. */
const SIGN = /[%\\&=]|""/

/** Undoes one layer of escapes wherever one stands; a malformed one stays as it is. Null when there are none. */
export function unescapeText(escaped: string): Rewriting | null {
  if (!SIGN.test(escaped)) return null
  const rewriting = createRewriting(escaped)
  for (const match of escaped.matchAll(ESCAPES)) {
    const plain = plainOf(match.groups ?? {})
    if (plain !== null) rewriting.replace(match.index, match.index + match[0].length, plain)
  }
  return rewriting.done()
}

/** What a letter behind a backslash stands for; signs stand for themselves. */
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function plainOf(groups: Readonly<Record<string, string | undefined>>): string | null {
  const { percent, soft, quoted, point, unit, byte, decimal, hex, name, short, doubled } = groups
  if (percent !== undefined) return Buffer.from(percent.replaceAll('%', ''), 'hex').toString('utf8')
  if (soft !== undefined) return ''
  if (short !== undefined) return SHORT[short] ?? short
  if (doubled !== undefined) return '"'
  if (quoted !== undefined) return Buffer.from(quoted.replace(/=(?:\r?\n)?/g, ''), 'hex').toString('utf8')
  const code = point ?? unit ?? byte ?? hex
  if (code !== undefined) return character(Number.parseInt(code, 16))
  if (decimal !== undefined) return character(Number(decimal))
  return name === undefined ? null : (NAMED[name] ?? null)
}

function character(code: number): string | null {
  return code <= 0x10ffff ? String.fromCodePoint(code) : null
}
