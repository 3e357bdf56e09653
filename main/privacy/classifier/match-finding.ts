import type { Finding } from '#contracts/privacy.ts'
import type { Recognizer } from './types.ts'

/** What a match of a row's pattern says, once its context and its check have been heard; null when it says nothing. */
export function findingOf(recognizer: Recognizer, match: RegExpExecArray, text: string): Finding | null {
  const group = recognizer.groups?.find((name) => match.groups?.[name] !== undefined) ?? recognizer.group
  const value = group === undefined ? match[0] : match.groups?.[group]
  if (value === undefined || value === '') return null
  // A value stands at the end of its match more often than at its beginning (`password: value`).
  const start = match.index + (group === undefined ? 0 : match[0].lastIndexOf(value))
  const end = start + value.length
  let { score } = recognizer
  const { context, check } = recognizer
  // Of what both must be true, the check is mostly the cheaper, and true more seldom.
  if (check !== undefined && !check(value, { text, start, end })) return null
  if (context !== undefined) {
    const before = text.slice(Math.max(0, match.index - context.window), start)
    const behind = context.after === undefined ? '' : text.slice(end, end + context.after)
    const supported = context.words.test(before) || (behind !== '' && context.words.test(behind))
    if (!supported && context.required) return null
    if (supported) score = Math.min(1, score + context.boost)
  }
  return { type: recognizer.type, start, end, score, recognizer: recognizer.name }
}
