import type { Finding } from '#contracts/privacy.ts'
import { eachMatch } from './patterns/each-match.ts'
import { unescapeText } from './readings/escapes.ts'
import type { Focus } from './readings/focus.ts'
import type { Rewriting } from './readings/rewriting.ts'
import { LONG_TOKEN, type LongRuns, longRunsIn } from './survey.ts'

/** Layers of encoding that are undone one inside the other. */
const LAYERS = 3
/** An escape so near beside a value may have hidden it. */
const BESIDE = 2
/** Lines of base64 as mail and key files wrap it, or one run. */
const BASE64 = /(?<![A-Za-z0-9+/_-])(?:(?:[A-Za-z0-9+/]{60,76}\r?\n){1,}[A-Za-z0-9+/]{2,76}|[A-Za-z0-9+/_-]{16,})={0,2}/y
const HEX = /(?:[0-9a-fA-F]{2}){8,}(?![A-Za-z0-9])/y
const HEX_ROW = /(?<![A-Za-z0-9])(?:(?:[0-9a-fA-F]{2}){8,}|[0-9a-fA-F]{2}(?:[ :-][0-9a-fA-F]{2}){7,})(?![A-Za-z0-9])/g
const OUTSIDE_BASE64 = /[^A-Za-z0-9+/_-]/
const OUTSIDE_HEX = /[^A-Za-z0-9]/
/** Eight printable characters and more in a row: what data that is no text hardly ever holds. */
const LEGIBLE = /[\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffc]{8,}/g

/** Bytes of a run that are looked at as East Asian UTF-16. */
const LONGEST_WIDE = 4_096

/** Reads a text: what is private in it. */
export interface Reader {
  scan(text: string): readonly Finding[]
  /** What is confidential, and perhaps less. */
  scanConfidential(text: string): readonly Finding[]
  /** What is restricted, and perhaps less. */
  scanRestricted(text: string): readonly Finding[]
  /** Credentials alone. */
  scanSecrets(text: string): readonly Finding[]
  /** With names, too: for text that is whole words and only written otherwise. What cannot touch the focus may be left out. */
  scanWords(text: string, focus: Focus | null): readonly Finding[]
}

/**
 * Looks inside what is encoded: escapes (percent, quoted-printable, JavaScript, HTML), base64 (also wrapped, of UTF-16, with other bytes
 * around the text) and hex, up to three layers deep and without a limit of length or number. What `scan` finds there is reported on the
 * whole of the encoded run. Time is linear in the text: the runs of a layer are decoded once and scanned together. `survey`: null where
 * the text has not been surveyed.
 */
export function scanEncoded(text: string, survey: LongRuns | null, reader: Reader, layers = LAYERS): Finding[] {
  if (layers === 0) return tooDeep(text, survey)
  // Both are read off before anything else is surveyed: the survey may be another's by then.
  const unescaped = unescapeText(text)
  const decoded = runsIn(text, survey)
  return [...(unescaped === null ? [] : inEscapes(unescaped, reader, layers)), ...(decoded === null ? [] : inRuns(decoded, reader, layers))]
}

/** What is still encoded after the last layer that is undone is nothing that anybody writes by chance: it counts as a secret. */
function tooDeep(text: string, survey: LongRuns | null): Finding[] {
  const runs = runsIn(text, survey)?.runs ?? []
  return runs.map(({ start, end }) => ({ type: 'SECRET/encoded', start, end, score: 0.6, recognizer: 'encoded-too-deep' }))
}

/** What is decoded of a text; where nobody has surveyed it, it is looked through for what may be encoded. */
function runsIn(text: string, survey: LongRuns | null): Decoded | null {
  const seen = survey ?? longRunsIn(text)
  return seen?.hasLongToken === true || seen?.hasHexRow === true ? decodedIn(text, seen) : null
}

/** A value is no longer, and nothing that says what it is stands farther off. */
const NEAR = 1_000

/** What is found near what was replaced: the rest of the text has been read as it stands. */
function scanRewritten(rewriting: Rewriting, scan: Reader['scanWords']): Finding[] {
  return rewriting.around(NEAR).flatMap(({ start, end }) =>
    scan(rewriting.text.slice(start, end), rewriting.focusIn(start, end)).map((finding) => ({
      ...finding,
      start: finding.start + start,
      end: finding.end + start,
    })),
  )
}

function inEscapes(unescaped: Rewriting, reader: Reader, layers: number): Finding[] {
  const found = [...scanRewritten(unescaped, reader.scanWords), ...scanEncoded(unescaped.text, null, reader, layers - 1)]
  return (
    found
      // The quotation marks around a value may be what was escaped.
      .filter(({ start, end }) => unescaped.touches(Math.max(0, start - BESIDE), end + BESIDE))
      .map((finding) => ({
        ...finding,
        ...unescaped.toOriginal(finding.start, finding.end),
        recognizer: inside(finding.recognizer, 'escapes'),
      }))
  )
}

/** A decoded run within the text of all of them. */
interface Run {
  readonly from: number
  readonly start: number
  readonly end: number
}

/** All that was decoded, one run behind the other. */
interface Decoded {
  readonly text: string
  readonly runs: readonly Run[]
}

function decodedIn(text: string, survey: LongRuns): Decoded | null {
  const runs: Run[] = []
  const parts: string[] = []
  let length = 0
  const add = (token: string, start: number, decoded: readonly string[]): void => {
    if (decoded.length === 0) return
    const part = `${decoded.join('\n')}\n\n`
    runs.push({ from: length, start, end: start + token.length })
    parts.push(part)
    length += part.length
  }
  let done = 0
  for (let index = 0; index < survey.tokenCount; index += 1) {
    const [start, end] = [Math.max(done, survey.tokenStarts[index] ?? 0), survey.tokenEnds[index] ?? 0]
    if (end - start < LONG_TOKEN) continue
    for (const at of beginnings(text, start, end, OUTSIDE_BASE64)) {
      const token = at < done ? null : matchAt(BASE64, text, at)
      if (token === null) continue
      done = at + token.length
      if (looksEncoded(token)) add(token, at, legible(Buffer.from(token.replaceAll(/\s/g, ''), 'base64')))
    }
    // With signs between its bytes hex is looked for below.
    if (survey.hasHexRow) continue
    for (const at of beginnings(text, start, end, OUTSIDE_HEX)) {
      const token = matchAt(HEX, text, at)
      if (token !== null) add(token, at, legible(Buffer.from(token, 'hex')))
    }
  }
  if (survey.hasHexRow) {
    eachMatch(HEX_ROW, text, ({ 0: token, index }) => add(token, index, legible(Buffer.from(token.replaceAll(/[ :-]/g, ''), 'hex'))))
  }
  return runs.length === 0 ? null : { text: parts.join(''), runs }
}

/** Where, in a row of letters, digits and signs, something long enough begins that has no sign of those outside an alphabet. */
function* beginnings(text: string, start: number, end: number, outside: RegExp): Generator<number> {
  let from = start
  for (let at = start; at <= end; at += 1) {
    if (at < end && !outside.test(text.charAt(at))) continue
    if (at - from >= LONG_TOKEN) yield from
    from = at + 1
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

function inRuns({ text, runs }: Decoded, reader: Reader, layers: number): Finding[] {
  const found = [...reader.scan(text), ...scanEncoded(text, null, reader, layers - 1)]
  return found.map((finding) => {
    const { start, end } = runAt(runs, finding.start)
    return { ...finding, start, end, recognizer: inside(finding.recognizer, 'encoded') }
  })
}

function inside(recognizer: string, what: string): string {
  return recognizer.includes('-in-') ? recognizer : `${recognizer}-in-${what}`
}

function runAt(runs: readonly Run[], offset: number): Run {
  let low = 0
  let high = runs.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((runs[middle]?.from ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return runs[low] ?? { from: 0, start: 0, end: 1 }
}

/** Words and paths are not worth decoding: base64 of text mixes cases or ends in padding. */
function looksEncoded(token: string): boolean {
  return token.endsWith('=') || (/[a-z]/.test(token) && /[A-Z]/.test(token) && (/\d/.test(token) || token.length >= 24))
}

/** The stretches of text in some bytes: UTF-16 where every second byte is nought, else UTF-8. */
function legible(bytes: Buffer): readonly string[] {
  let noughts = 0
  for (let index = 1; index < bytes.length; index += 2) if (bytes[index] === 0) noughts += 1
  const wide = bytes.length >= 16 && (noughts > bytes.length / 4 || isWideText(bytes))
  return (wide ? bytes.toString('utf16le') : bytes.toString('utf8')).match(LEGIBLE) ?? []
}

/** Text of UTF-16 in a script of many letters, which has no noughts: all of it is letters, digits and signs, most of them of East Asia. */
function isWideText(bytes: Buffer): boolean {
  // Two letters of ASCII side by side are a character of Chinese.
  if (bytes.length % 2 !== 0 || bytes.length > LONGEST_WIDE || !bytes.some((byte) => byte > 0x7e)) return false
  const text = bytes.toString('utf16le')
  if (!/^[\p{L}\p{N}\p{P}\p{Z}\s]+$/u.test(text)) return false
  return (text.match(/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\u0020-\u007e]/g)?.length ?? 0) * 4 > text.length * 3
}
