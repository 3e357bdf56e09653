// Without the schema library, so that the window can use it from its first moment.
import type { Draft, TextEdit } from './compose.ts'

/** The longest prompt, UTF-16 code units. */
export const PROMPT_CHARS = 200_000

export const DEFAULT_TEMPLATE = 'summary'

/** The draft of somebody who has not written anything yet; its revision is 0. */
export const EMPTY_DRAFT: Draft = {
  prompt: '',
  template: DEFAULT_TEMPLATE,
  fields: {},
  route: 'auto',
  localOnly: false,
  raisedLabel: null,
  excludedSources: [],
}

/** The edited text, or null when the edit does not fit `text`. */
export function applyTextEdit(text: string, edit: TextEdit): string | null {
  if (edit.start > edit.end || edit.end > text.length) return null
  const result = text.slice(0, edit.start) + edit.insert + text.slice(edit.end)
  return result.length === edit.length ? result : null
}

/** The shortest single edit that makes `after` of `before`: what lies between their longest common beginning and end. */
export function textEditBetween(before: string, after: string): TextEdit {
  const shortest = Math.min(before.length, after.length)
  let head = 0
  while (head < shortest && before.charCodeAt(head) === after.charCodeAt(head)) head++
  let tail = 0
  while (tail < shortest - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++
  // Half a surrogate pair cannot be sent: UTF-8 has no way to write it, and it would arrive as something else.
  if (isHighSurrogate(after, head - 1) || isHighSurrogate(before, head - 1)) head--
  if (isLowSurrogate(after, after.length - tail) || isLowSurrogate(before, before.length - tail)) tail--
  return { start: head, end: before.length - tail, insert: after.slice(head, after.length - tail), length: after.length }
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}
