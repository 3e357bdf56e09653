/** A text as somebody could read it who knows how it was disguised. */
export interface Reading {
  readonly text: string
  /**
   * `decoded`: what the characters stand for by a standard. `guessed`: put together as a person would who suspects something; ordinary
   * text is sometimes put together wrongly, so only what is restricted counts.
   */
  readonly kind: 'decoded' | 'guessed'
}

/** Letters of other scripts that are drawn like Latin ones. */
const LOOKALIKES = new Map(
  [...'АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXаaеeоoрpсcуyхxѕsіiјjΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνv'].flatMap((char, index, all) =>
    index % 2 === 0 ? [[char, all[index + 1] ?? char] as const] : [],
  ),
)
const BASE64_RUN = /[A-Za-z0-9+/_-]{8,}={0,2}(?:\r?\n[A-Za-z0-9+/_-]{4,}={0,2})*/g
const HEX_RUN = /(?<![0-9a-zA-Z])[0-9a-fA-F]{2}(?:[ :]?[0-9a-fA-F]{2}){3,}(?![0-9a-zA-Z])/g
/** What is encoded is hardly ever a word in one case. */
const MIXED = /[a-z][A-Z]|\d[A-Za-z]|[A-Za-z]\d|[+/=]/
const PRINTABLE = /^[\p{L}\p{N}\p{P}\p{S}\p{Zs}\r\n\t]+$/u
/** Eight characters and more, one by one, with the same separator between each two. */
const SPACED_OUT = /(?<![\p{Script=Latin}\p{N}])\S([ .\-_*|,;/\n])(?:[^\n]\1){5,}\S(?![\p{Script=Latin}\p{N}])/gu
/** Groups of four with hyphens between, as a key is read out. */
const IN_FOURS = /(?<![^\s"'(:=])[^\s-]{4}(?:-[^\s-]{4})*(?:-[^\s-]{1,4})(?![^\s.,;:!?)"'])/g
/** Pieces with the ends of lines between them; a piece is at most as long as a line. */
const BROKEN_CODE = /[^\s]{1,80} ?\r?\n ?(?:[^\s]{1,80} ?\r?\n ?){0,4}[^\s]{1,80}/g
const SHORTEST_CODE = 8
/** A number with its separators that was broken over lines. */
const BROKEN_NUMBER = /[+(]?\d[\d ().\-/]{0,30}\r?\n[\d ().\-/]{2,30}(?:\r?\n[\d ().\-/]{2,30}){0,3}/g
/** A word with a full stop behind each character. */
const DOTTED_WORD = /(?<![^\s"'(:=])(?:\S\.)+[^\s.]\.?(?![^\s"')])/g
const TOKEN = /[^\s/\\]+/g
/** What ends the name of a file. */
const EXTENSION = /\.[A-Za-z0-9]{1,5}$/
/** A code usually has up to two words before its digits: `lin_api_…`, `shpat_…`. */
const WORDS_OF_A_CODE = [0, 1, 2]
const UPPER_CODE = /(?<![A-Za-z0-9])[A-Z0-9_\-.+/=:]{9,}(?![A-Za-z0-9])/g
const LOWER_CODE = /(?<![A-Za-z0-9])[a-z0-9_\-.+/=:]{9,}(?![A-Za-z0-9])/g
/** What stands in every key of some makers, in mixed case. */
const MARKS: readonly string[] = ['T3BlbkFJ', 'AIzaSy', 'AgEIcHlwaS5vcmc', 'GOCSPX', 'AKIA', 'NRAK', 'PMAK']
const SOFT_BREAK = /=[ \t]*(?:\r?\n|$)/g
const NAMED_SIGNS: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  period: '.',
  hyphen: '-',
}

/** The readings of a text that differ from it. Linear in the text; none for an ordinary line of ordinary characters. */
export function readingsOf(text: string): Reading[] {
  const seen = new Set([text])
  const readings: Reading[] = []
  const add = (kind: Reading['kind'], ...texts: readonly string[]): void => {
    for (const read of texts) if (seen.size < seen.add(read).size) readings.push({ text: read, kind })
  }
  const bare = uncovered(text)
  const escaped = withoutEscapes(bare)
  const decoded = withoutRuns(escaped)
  const twice = withoutRuns(withoutEscapes(uncovered(decoded)))
  add('decoded', bare, escaped, decoded, twice)
  for (const base of new Set([escaped, twice])) {
    const together = spacedTogether(base, false)
    add('decoded', together, spacedTogether(base, true), codesTogether(together), namesApart(base, null))
    for (const kept of WORDS_OF_A_CODE) add('decoded', namesApart(base, kept))
    add('guessed', inFoursTogether(together), linesTogether(together), ...inOtherCase(base))
  }
  return readings
}

/** Without what covers letters: marks, invisible characters, the noughts of UTF-16; compatibility forms and look-alikes as what they show. */
function uncovered(text: string): string {
  if (!/[^ -~\s]/.test(text)) return text
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}\0]/gu, '')
    .replace(/[\u0370-\u045f]/g, (char) => LOOKALIKES.get(char) ?? char)
    .normalize('NFC')
}

/** Escapes of JSON, HTML and URLs, and quoted-printable, where they stand, so that the words around them still say what they are. */
function withoutEscapes(text: string): string {
  if (!/[=%\\&]/.test(text)) return text
  return text
    .replace(SOFT_BREAK, '')
    .replace(/(?:=[0-9A-Fa-f]{2}){3,}/g, (run) => legible(Buffer.from(run.replaceAll('=', ''), 'hex')) ?? run)
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => legible(Buffer.from(run.replaceAll('%', ''), 'hex')) ?? run)
    .replace(/\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))/g, (_all, four?: string, two?: string) =>
      character(Number.parseInt(four ?? two ?? '', 16)),
    )
    .replace(/&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}));/g, (all, decimal?: string, hex?: string, name?: string) =>
      name === undefined ? character(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)) : (NAMED_SIGNS[name] ?? all),
    )
}

/** Base64 and hex, where they stand. */
function withoutRuns(text: string): string {
  return text
    .replace(HEX_RUN, (run) => legible(Buffer.from(run.replace(/[ :]/g, ''), 'hex')) ?? run)
    .replace(BASE64_RUN, (run) => (MIXED.test(run) ? (legible(Buffer.from(run.replace(/\s/g, ''), 'base64')) ?? run) : run))
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** Bytes as a text of UTF-8, or of UTF-16 in a script of one byte a letter; null when they are neither. */
function legible(bytes: Buffer): string | null {
  const [first = 0, , third = 0] = bytes
  // Most of what is no text shows it at once.
  if (first < 0x20 || (third < 0x20 && third !== 0 && third !== 0x0a)) return null
  const isWide = bytes.length % 2 === 0 && bytes.every((byte, index) => index % 2 === 0 || byte === 0)
  const text = bytes.toString(isWide ? 'utf16le' : 'utf8')
  return PRINTABLE.test(text) && !text.includes('\ufffd') ? text : null
}

/** `apart`: the first letter is a word of its own, as in `é 5 3 9`. */
function spacedTogether(text: string, apart: boolean): string {
  return text
    .replace(SPACED_OUT, (run, separator: string) => {
      const joined = [...run].filter((char, index) => index % 2 === 0 || char !== separator).join('')
      return apart ? joined.replace(/^\p{L}/u, '$& ') : joined
    })
    .replace(DOTTED_WORD, (word) => word.replace(/(\S)\./g, '$1'))
}

function inFoursTogether(text: string): string {
  if (!text.includes('-')) return text
  return text.replace(IN_FOURS, (run) => run.replaceAll('-', ''))
}

/** Numbers, addresses and codes that were broken over lines: what stands on both sides of the end of a line, when it looks like part of one. */
function codesTogether(text: string): string {
  if (!text.includes('\n')) return text
  return text
    .replace(BROKEN_NUMBER, (found) => ((found.match(/\d/g) ?? []).length >= SHORTEST_CODE ? lineEndsOut(found) : found))
    .replace(BROKEN_CODE, (found) => {
      const joined = lineEndsOut(found)
      return joined.length >= SHORTEST_CODE && /[\d@]/.test(joined) ? joined : found
    })
}

function lineEndsOut(text: string): string {
  return text.replace(/ ?\r?\n ?/g, (end) => (end.includes(' ') ? ' ' : ''))
}

/** The parts of a code by which it is known, in their own letters. */
function withMarks(code: string): string {
  return MARKS.reduce((marked, mark) => marked.replace(mark.toLowerCase(), mark), code)
}

/** Codes that lost their capitals, or got them everywhere. */
function inOtherCase(text: string): string[] {
  return [
    text.replace(UPPER_CODE, (code) => (/\d/.test(code) ? withMarks(code.toLowerCase()) : code)),
    text.replace(LOWER_CODE, (code) => (/\d/.test(code) ? withMarks(code) : code)),
    text.replace(LOWER_CODE, (code) => (/\d/.test(code) ? code.toUpperCase() : code)),
  ]
}

/** Lines that were broken in the middle of something. */
function linesTogether(text: string): string {
  if (!text.includes('\n')) return text
  return text.replace(/(?<=\S) ?\r?\n ?(?=\S)/g, lineEndsOut)
}

/** `My_SSN_is_536-22-8745.txt` in words. With `kept`, what looks like a code stays in one piece, with so many parts before it. */
function namesApart(text: string, kept: number | null): string {
  if (!text.includes('_')) return text
  return text.replace(TOKEN, (name) => {
    if (!name.includes('_') || !EXTENSION.test(name)) return name
    const parts = name.replace(EXTENSION, '').split('_')
    const codes = parts.map((part) => /\d|[a-z][A-Z]/.test(part))
    const [first, last] = [codes.indexOf(true), codes.lastIndexOf(true)]
    const isInside = (index: number): boolean => kept !== null && first >= 0 && index >= first - kept && index < last
    return parts.map((part, index) => part + (index === parts.length - 1 ? '' : isInside(index) ? '_' : ' ')).join('')
  })
}
