import type { Finding } from '#contracts/privacy.ts'
import { createLiteralIndex, type LiteralIndex } from './literal-index.ts'
import type { Recognizer, TextView } from './types.ts'

/** At most this many findings of one recogniser in one text: beyond, more of the same changes nothing but costs time. */
const MAX_PER_RECOGNIZER = 5_000

const DEFAULT_REACH = 400
/** Windows this close together are run as one. */
const JOIN = 64

/** A table of recognisers made ready: all literals are looked for in one pass, then each pattern runs only where it can match. */
export function createRunner(recognizers: readonly Recognizer[]): (view: TextView) => Finding[] {
  const index = createLiteralIndex(recognizers.flatMap(({ literals }) => literals ?? []))
  return (view) => runRecognizers(recognizers, view, index)
}

/** Spans are of `view.text`. */
function runRecognizers(recognizers: readonly Recognizer[], view: TextView, index: LiteralIndex): Finding[] {
  const findings: Finding[] = []
  const found = index.find(view.lower)
  for (const recognizer of recognizers) {
    let count = 0
    for (const window of windowsOf(recognizer, view, (literal) => found.get(index.idOf(literal) ?? -1) ?? [])) {
      const part = window.start === 0 && window.end === view.text.length ? view.text : view.text.slice(window.start, window.end)
      for (const match of part.matchAll(recognizer.pattern)) {
        const finding = isCut(match, window, view) ? null : findingOf(recognizer, match, window.start, view)
        if (finding === null) continue
        findings.push(finding)
        count += 1
        if (count >= MAX_PER_RECOGNIZER) break
      }
      if (count >= MAX_PER_RECOGNIZER) break
    }
  }
  return findings
}

interface Window {
  start: number
  end: number
}

/** A window is widened to the next blank within so many characters. */
const WIDEN = 200

/**
 * Where a recogniser has to look: around its literals, or everywhere when it has none. Windows begin and end at blanks where there are any
 * near; they never overlap, so that all of them together are no longer than the text.
 */
function windowsOf(recognizer: Recognizer, { text }: TextView, positionsOf: (literal: string) => readonly number[]): readonly Window[] {
  const { literals, reach = DEFAULT_REACH } = recognizer
  if (literals === undefined) return [{ start: 0, end: text.length }]
  const hits = literals.flatMap((literal) => positionsOf(literal)).sort((a, b) => a - b)
  const windows: Window[] = []
  for (const hit of hits) {
    const end = Math.min(text.length, hit + reach + JOIN)
    const last = windows.at(-1)
    if (last !== undefined && hit - reach <= last.end + JOIN) last.end = Math.max(last.end, end)
    else windows.push({ start: Math.max(0, hit - reach), end })
  }
  for (const window of windows) {
    const [least, most] = [Math.max(0, window.start - WIDEN), Math.min(text.length, window.end + WIDEN)]
    while (window.start > least && !isBlank(text, window.start - 1)) window.start -= 1
    while (window.end < most && !isBlank(text, window.end)) window.end += 1
  }
  const apart: Window[] = []
  for (const window of windows) {
    const last = apart.at(-1)
    if (last !== undefined && window.start <= last.end) last.end = Math.max(last.end, window.end)
    else apart.push(window)
  }
  return apart
}

function isBlank(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at))
}

/** Whether a match touches an edge of its window in the middle of a word: what it would have to be seen with lies outside. */
function isCut(match: RegExpExecArray, window: Window, { text }: TextView): boolean {
  const start = window.start + match.index
  const end = start + match[0].length
  return (
    (start === window.start && start > 0 && !isBlank(text, start - 1)) || (end === window.end && end < text.length && !isBlank(text, end))
  )
}

function findingOf(recognizer: Recognizer, match: RegExpExecArray, offset: number, view: TextView): Finding | null {
  const group = recognizer.groups?.find((name) => match.groups?.[name] !== undefined) ?? recognizer.group
  const value = group === undefined ? match[0] : match.groups?.[group]
  if (value === undefined || value === '') return null
  // A value stands at the end of its match more often than at its beginning (`password: value`).
  const start = offset + match.index + (group === undefined ? 0 : match[0].lastIndexOf(value))
  const end = start + value.length
  let { score } = recognizer
  const { context } = recognizer
  if (context !== undefined) {
    const before = view.text.slice(Math.max(0, offset + match.index - context.window), start)
    const behind = context.after === undefined ? '' : view.text.slice(end, end + context.after)
    const supported = context.words.test(before) || (behind !== '' && context.words.test(behind))
    if (!supported && context.required) return null
    if (supported) score = Math.min(1, score + context.boost)
  }
  if (recognizer.check !== undefined && !recognizer.check(value, { text: view.text, start, end })) return null
  return { type: recognizer.type, start, end, score, recognizer: recognizer.name }
}
