import { decodedRuns, textOfBytes } from './decoded-runs.ts'

/** A payload as somebody could read it: as it is, or with one layer of an encoding undone. */
export interface PayloadView {
  /** Comparable: see {@link comparable}. */
  readonly text: string
  /** Taken from the middle of an encoded run, where its neighbours may be rubbish: words have no reliable edges. */
  readonly ragged: boolean
}

const LAYERS = 2
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  commat: '@',
  period: '.',
  comma: ',',
  colon: ':',
  sol: '/',
  num: '#',
  hyphen: '-',
  dash: '-',
  lowbar: '_',
  plus: '+',
  lpar: '(',
  rpar: ')',
  Tab: ' ',
  NewLine: ' ',
  shy: '',
  zwj: '',
  zwnj: '',
  szlig: 'ß',
  aelig: 'æ',
  AElig: 'Æ',
  oelig: 'œ',
  OElig: 'Œ',
  oslash: 'ø',
  Oslash: 'Ø',
  lstrok: 'ł',
  Lstrok: 'Ł',
  eth: 'ð',
  ETH: 'Ð',
  thorn: 'þ',
  THORN: 'Þ',
  dstrok: 'đ',
  Dstrok: 'Đ',
  imath: 'ı',
  inodot: 'ı',
}
/** `&eacute;` is the letter and the mark above or below it. */
const MARKS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  macr: '\u0304',
  breve: '\u0306',
  dot: '\u0307',
  uml: '\u0308',
  ring: '\u030a',
  dblac: '\u030b',
  caron: '\u030c',
  cedil: '\u0327',
  ogon: '\u0328',
}
const MARKED = new RegExp(`^([A-Za-z])(${Object.keys(MARKS).join('|')})$`)

/** One way of writing a text: {@link plainForm} in lower case. */
export function comparable(text: string): string {
  return plainForm(text).toLowerCase()
}

/** NFKC, zero-width characters, soft hyphens and the nought bytes of UTF-16 removed, white space as single spaces; in its own letter case. */
export function plainForm(text: string): string {
  const bare = /[^ -~]/.test(text) ? text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}|\0/gu, '') : text
  return bare.replace(/\s+/g, ' ')
}

/**
 * The payload and everything that two layers of decoding make of it: percent, JSON and byte escapes, HTML entities, quoted-printable,
 * base64 and hex, the bytes read as UTF-8 and as UTF-16. With `wide`, bytes are read as UTF-16 also where they do not look like it
 * (Chinese, Japanese and Korean text in that encoding looks like anything).
 */
export function viewsOf(payload: string, wide = false): PayloadView[] {
  const seen = new Set<string>()
  const runs = new Set<string>()
  const views: PayloadView[] = []
  let layer: PayloadView[] = [{ text: payload, ragged: false }]
  for (let depth = 0; depth <= LAYERS; depth += 1) {
    const next: PayloadView[] = []
    for (const view of layer) {
      if (seen.has(view.text)) continue
      seen.add(view.text)
      const text = plainForm(view.text)
      if (text.trim() === '') continue
      views.push({ text, ragged: view.ragged })
      if (depth === LAYERS) continue
      // One after the other rather than each by itself: a value is rarely in two of them, and each is a whole copy to search.
      const decoded = entitiesDecoded(unescaped(percentDecoded(view.text)))
      next.push({ text: decoded, ragged: view.ragged })
      if (/[^\s+]\+[^\s+]/.test(view.text)) next.push({ text: percentDecoded(view.text.replaceAll('+', ' ')), ragged: view.ragged })
      const printable = quotedPrintableDecoded(view.text)
      if (printable !== null) next.push({ text: printable, ragged: view.ragged })
      next.push({ text: decodedRuns(view.text, runs, wide), ragged: true })
    }
    layer = next
  }
  return views
}

/** Every well-formed escape is undone, as UTF-8 or UTF-16; a broken one stays as it is. */
function percentDecoded(text: string): string {
  if (!text.includes('%')) return text
  return text
    .replace(/%u([0-9a-fA-F]{4})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => textOfBytes(Buffer.from(run.replaceAll('%', ''), 'hex')))
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return (
    text
      // The escapes of escapes first: JSON inside JSON.
      .replace(/\\{2,}(?=[uxUnrt"'/])/g, '\\')
      .replace(/\\u\{([0-9a-fA-F]{1,6})\}/g, (all, code: string) => characterOf(Number.parseInt(code, 16), all))
      .replace(/\\U([0-9a-fA-F]{8})/g, (all, code: string) => characterOf(Number.parseInt(code, 16), all))
      .replace(/\\u([0-9a-fA-F]{4})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/(?:\\x[0-9a-fA-F]{2})+/g, bytesOrCharacters)
      .replace(/\\[nrt]/g, ' ')
      .replace(/\\(["'\\/])/g, '$1')
  )
}

/** `\xc3\xa9` is the bytes of a letter in some languages, `\xe9` the letter itself in others. */
function bytesOrCharacters(run: string): string {
  const bytes = Buffer.from(run.replaceAll('\\x', ''), 'hex')
  const text = textOfBytes(bytes)
  return text.includes('\ufffd') ? bytes.toString('latin1') : text
}

function entitiesDecoded(text: string): string {
  if (!text.includes('&')) return text
  return text
    .replace(/&amp;(?=#|[A-Za-z]{2,8};)/g, '&')
    .replace(/&#0*(\d{1,7});?/g, (all, code: string) => characterOf(Number(code), all))
    .replace(/&#[xX]0*([0-9a-fA-F]{1,6});?/g, (all, code: string) => characterOf(Number.parseInt(code, 16), all))
    .replace(/&([A-Za-z]{2,8});/g, (all, name: string) => (Object.hasOwn(NAMED, name) ? (NAMED[name] ?? all) : (markedLetter(name) ?? all)))
}

function markedLetter(name: string): string | null {
  const [, letter = '', mark = ''] = MARKED.exec(name) ?? []
  return letter === '' ? null : `${letter}${MARKS[mark] ?? ''}`.normalize('NFC')
}

function characterOf(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise
}

/** RFC 2045; null where nothing looks like it. In lower case too, which the standard forbids and programs write. */
function quotedPrintableDecoded(text: string): string | null {
  if (!/=(?:[0-9A-Fa-f]{2}|[ \t]{0,8}\r?\n)/.test(text)) return null
  return text.replace(/=[ \t]{0,8}\r?\n/g, '').replace(/(?:=[0-9A-Fa-f]{2})+/g, (run) => bytesOrCharacters(run.replaceAll('=', '\\x')))
}
