import type { Finding } from '#contracts/privacy.ts'
import type { Recognizer, TextView } from './types.ts'

/** At most this many findings of one recogniser in one text: beyond, more of the same changes nothing but costs time. */
const MAX_PER_RECOGNIZER = 5_000

/** Runs a table of recognisers over a normalised text. Spans are of `view.text`. */
export function runRecognizers(recognizers: readonly Recognizer[], view: TextView): Finding[] {
  const findings: Finding[] = []
  for (const recognizer of recognizers) {
    if (recognizer.literals !== undefined && !recognizer.literals.some((literal) => view.lower.includes(literal))) continue
    let count = 0
    for (const match of view.text.matchAll(recognizer.pattern)) {
      const finding = findingOf(recognizer, match, view)
      if (finding === null) continue
      findings.push(finding)
      count += 1
      if (count >= MAX_PER_RECOGNIZER) break
    }
  }
  return findings
}

function findingOf(recognizer: Recognizer, match: RegExpExecArray, view: TextView): Finding | null {
  const value = recognizer.group === undefined ? match[0] : match.groups?.[recognizer.group]
  if (value === undefined || value === '') return null
  // A value stands at the end of its match more often than at its beginning (`password: value`).
  const start = match.index + (recognizer.group === undefined ? 0 : match[0].lastIndexOf(value))
  const end = start + value.length
  let { score } = recognizer
  const { context } = recognizer
  if (context !== undefined) {
    const before = view.text.slice(Math.max(0, match.index - context.window), start)
    const behind = context.after === undefined ? '' : view.text.slice(end, end + context.after)
    const supported = context.words.test(before) || (behind !== '' && context.words.test(behind))
    if (!supported && context.required) return null
    if (supported) score = Math.min(1, score + context.boost)
  }
  if (recognizer.check !== undefined && !recognizer.check(value, { text: view.text, start, end })) return null
  return { type: recognizer.type, start, end, score, recognizer: recognizer.name }
}
