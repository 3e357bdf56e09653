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
  /(?:%[0-9a-fA-F]{2})+|(?<![A-Za-z0-9+/]{12}=?)=\r?\n|(?:=[0-9A-Fa-f]{2}(?:=\r?\n)?){3,}|=3D|(?<![?&][\w.-]{1,40})(?:=(?:0[9AD]|2[0-9A-F]|3[A-F]|40|5[B-F]|60|7[B-E]|[89A-F][0-9A-F]))+|\\u\{[0-9a-fA-F]{1,6}\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|&#\d{1,7};?|&#[xX][0-9a-fA-F]{1,6};?|&[a-z]{2,8};|\\["\\/nrtbf]|""/g
/** Nothing can be escaped in a text without one of these. */
const SIGN = /[%\\&=]|""/

/** Undoes one layer of escapes wherever one stands; a malformed one stays as it is. Null when there are none. */
export function unescapeText(escaped: string): Rewriting | null {
  if (!SIGN.test(escaped)) return null
  const rewriting = createRewriting(escaped)
  ESCAPES.lastIndex = 0
  for (let match = ESCAPES.exec(escaped); match !== null; match = ESCAPES.exec(escaped)) {
    const plain = plainOf(match[0])
    if (plain !== null) rewriting.replace(match.index, match.index + match[0].length, plain)
  }
  return rewriting.done()
}

/** What a letter behind a backslash stands for; signs stand for themselves. */
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** What an escape of any kind stands for: its first characters tell which. Null for a name that is not known. */
function plainOf(written: string): string | null {
  switch (written.charAt(0)) {
    case '%':
      return Buffer.from(written.replaceAll('%', ''), 'hex').toString('utf8')
    case '=':
      return /^=\r?\n/.test(written) ? '' : Buffer.from(written.replace(/=(?:\r?\n)?/g, ''), 'hex').toString('utf8')
    case '&':
      if (!written.startsWith('&#')) return NAMED[written.slice(1, -1)] ?? null
      return /^&#x/i.test(written) ? character(Number.parseInt(written.slice(3), 16)) : character(Number.parseInt(written.slice(2), 10))
    case '"':
      return '"'
    default:
      return ofBackslash(written)
  }
}

function ofBackslash(written: string): string | null {
  const letter = written.charAt(1)
  if (letter === 'u') return character(Number.parseInt(written.slice(written.charAt(2) === '{' ? 3 : 2), 16))
  if (letter === 'x') return character(Number.parseInt(written.slice(2), 16))
  return SHORT[letter] ?? letter
}

function character(code: number): string | null {
  return code <= 0x10ffff ? String.fromCodePoint(code) : null
}
