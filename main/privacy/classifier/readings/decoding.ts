import { isAscii } from '../characters.ts'
import { inTurn, type Rewriting, rewrite } from './rewriting.ts'
import { hasHexRun, hasMixedRun } from './traces.ts'

/** Letters of other scripts that are drawn like Latin ones. */
const LOOKALIKES = new Map(
  [...'АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXаaеeоoрpсcуyхxѕsіiјjΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνv'].flatMap((char, index, all) =>
    index % 2 === 0 ? [[char, all[index + 1] ?? char] as const] : [],
  ),
)
/** Marks that are put on letters of alphabets. Those of Japanese and of the scripts of India are part of how words are written. */
const MARK_RANGES = String.raw`\u0300-\u036F\u0483-\u0489\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F`
const MARKS = new RegExp(`[${MARK_RANGES}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\0]`, 'gu')
/** A line of bytes with a nought among them. */
const BYTES = /[^\n\0\u0100-\uffff]{1,200}\0[^\n\u0100-\uffff]{2,8000}/g
/** Of ASCII, what is neither printed nor a blank. */
const CONTROLS = /[^ -~\s]/
/** With the letter that a mark may stand on. */
const COVERED = /[ -~]?[^ -~\s]+/gu
const BASE64_RUN = /[A-Za-z0-9+/_-]{8,}={0,2}(?:\r?\n[A-Za-z0-9+/_-]{4,}={0,2})*/g
const HEX_RUN = /(?<![0-9a-zA-Z])[0-9a-fA-F]{2}(?:[ :]?[0-9a-fA-F]{2}){3,}(?![0-9a-zA-Z])/g
/** What is encoded is hardly ever a word in one case. */
const MIXED = /[a-z][A-Z]|\d[A-Za-z]|[A-Za-z]\d|[+/=]/
const SHORT_BYTES = 9
const PRINTABLE = /^[\p{L}\p{N}\p{P}\p{S}\p{Zs}\r\n\t]+$/u

/** Lines of UTF-16 whose bytes somebody took for letters: every script but the Latin one looks like nothing then. */
export function bytesJoined(text: string): Rewriting | null {
  if (!text.includes('\0')) return null
  return rewrite(text, BYTES, ([line]) => {
    const bytes = Buffer.from(line, 'latin1')
    const [first, second] = [bytes, bytes.subarray(1)].map((part) => part.subarray(0, part.length - (part.length % 2)).toString('utf16le'))
    return [first, second].find((read) => read !== undefined && PRINTABLE.test(read)) ?? null
  })
}

/** Without what covers letters: marks, invisible characters, the noughts of UTF-16; compatibility forms and look-alikes as what they show. */
export function uncovered(text: string): Rewriting | null {
  if (isAscii(text) && !CONTROLS.test(text)) return null
  return rewrite(text, COVERED, ([run]) =>
    run
      .normalize('NFKD')
      .replace(MARKS, '')
      .replace(/[\u0370-\u045f]/g, (char) => LOOKALIKES.get(char) ?? char)
      .normalize('NFC'),
  )
}

const SAYS_AT = '(?:at|arroba|chiocciola|ät)'
const SAYS_DOT = '(?:dot|punkt|point|punto|ponto)'
/** A dot that was written out or set apart. One at the end of a sentence is none: "not at all. On" is no address. */
const SPELLED_DOT = String.raw`(?:\s?[([{]\s?(?:${SAYS_DOT}|\.)\s?[)\]}]\s?|\s${SAYS_DOT}\s|\s\.\s)`
const ANY_DOT = String.raw`(?:${SPELLED_DOT}|\.(?=\w))`
const SIGNED = String.raw`(?:\s?@\s?|\s?[([{<]\s?(?:@|${SAYS_AT})\s?[)\]}>]\s?)`
const USER = String.raw`(?:[\w+-]{1,30}${SPELLED_DOT}){0,3}[\w.+-]{1,64}`
const LABELS = (dot: string): string => String.raw`[\w-]{1,63}(?:${ANY_DOT}[\w-]{1,63}){0,3}${dot}[a-z]{2,24}(?!\w)`
/**
 * `jane (at) example.com`, `jane @ example . com`: a sign where the two parts meet; and `jane at example dot com`, where a dot has to be
 * spelled out as well: "we meet at example.com" speaks of a place.
 */
const WRITTEN = [
  new RegExp(`(?<user>${USER})${SIGNED}(?<domain>${LABELS(ANY_DOT)})`, 'gi'),
  new RegExp(
    String.raw`(?<user>${USER})\s${SAYS_AT}\s(?<domain>${LABELS(SPELLED_DOT)}|[\w-]{1,63}${SPELLED_DOT}[\w-]{1,63}(?:${ANY_DOT}[\w-]{1,63}){0,2}(?!\w))`,
    'gi',
  ),
]
const EVERY_DOT = new RegExp(SPELLED_DOT, 'gi')

/** Addresses of mail as one dictates them, as one writes them. */
export function addressesWritten(text: string): Rewriting | null {
  if (!/\b(?:at|arroba|chiocciola|ät)\b|@ | @|[([{<]@/i.test(text)) return null
  return inTurn(
    text,
    ...WRITTEN.map(
      (pattern) => (read: string) =>
        rewrite(read, pattern, ({ 0: all, groups }) => {
          const { user = '', domain = '' } = groups ?? {}
          const written = `${user.replace(EVERY_DOT, '.')}@${domain.replace(EVERY_DOT, '.')}`
          return written === all ? null : written
        }),
    ),
  )
}

/** Base64 and hex, where they stand, so that the words around them still say what they are. */
export function withoutRuns(text: string): Rewriting | null {
  return inTurn(
    text,
    (encoded) => (hasHexRun(encoded) ? rewrite(encoded, HEX_RUN, ([run]) => legible(Buffer.from(run.replace(/[ :]/g, ''), 'hex'))) : null),
    (encoded) =>
      hasMixedRun(encoded)
        ? rewrite(encoded, BASE64_RUN, ([run]) => (MIXED.test(run) ? legible(Buffer.from(run.replace(/\s/g, ''), 'base64')) : null))
        : null,
  )
}

/** Bytes as a text of UTF-8, or of UTF-16 in a script of one byte a letter; null when they are neither. */
function legible(bytes: Buffer): string | null {
  const [first = 0, , third = 0] = bytes
  // Most of what is no text shows it at once.
  if (first < 0x20 || (third < 0x20 && third !== 0 && third !== 0x0a)) return null
  const isWide = bytes.length % 2 === 0 && bytes.every((byte, index) => index % 2 === 0 || byte === 0)
  const text = bytes.toString(isWide ? 'utf16le' : 'utf8')
  // Any six bytes may make two characters of Chinese.
  if (bytes.length < SHORT_BYTES && !/^[ -~\s]+$/.test(text)) return null
  return PRINTABLE.test(text) && !text.includes('\ufffd') ? text : null
}
