import { type Finding, type Label, labelRank } from '#contracts/privacy.ts'
import { readingsOf } from './disguise-readings.ts'
import { labelOfFinding } from './label.ts'
import type { Classification } from './types.ts'

/** UTF-16 code units of a text that is read in other ways: a message, not a book. The egress guard reads every length. */
const LONGEST = 8_192
/** How far around what a reading changes words can say what it is. */
const AROUND = 240
/** Anything without one of these has no reading but its own; most texts have none. */
const HINTS: readonly RegExp[] = [
  /\0|\p{Mn}|[A-Za-z0-9][\u0370-\u045f]|[\u0370-\u045f][A-Za-z0-9]|[\u{1d400}-\u{1d7ff}]/u,
  /=[0-9A-Fa-f]{2}=[0-9A-Fa-f]{2}/,
  /(?<![A-Za-z0-9])\S([ .\-_*|,;/\n])[^\n]\1[^\n]\1[^\n]\1/,
  /(?<![^\s"'(:=])(?:\S\.){2}\S/,
  /[\d@][^\s]{0,20} ?\r?\n ?[\dA-Za-z.-]|[\dA-Za-z.-] ?\r?\n ?[^\s]{0,20}[\d@]/,
  /_[^\s]{0,80}\.[A-Za-z0-9]{1,5}(?!\S)/,
  /(?<![^\s"'(:=])[^\s-]{4}-[^\s-]{1,4}(?![^\s-])/,
  /[A-Za-z0-9+/_-]{8,}=|[A-Za-z0-9+/]{0,30}(?:[a-z][A-Z]|\d[A-Za-z]|[A-Za-z]\d)[A-Za-z0-9+/]{6}/,
  /[0-9a-f]{2} [0-9a-f]{2} [0-9a-f]{2} /i,
  /(?<![0-9A-Za-z])[0-9a-fA-F]{14}/,
  /(?<!\S)\S\.\S \S\.\S(?!\S)/,
  /[a-z] ?\r?\n ?[a-z]/,
  /[A-Z0-9_\-.+/=:]{16}|[a-z0-9_\-.+/=:]{16}|[a-z]\d{3,9}[a-z]|\d{4}-\d{0,6}[a-z]/,
]

/**
 * What a short text holds under a disguise that is undone by reading it differently: one finding for the reading that asks for the highest
 * label, over the part of the text that the reading changes. Null where no reading asks for more than `seen`.
 */
export function findDisguised(text: string, seen: Label, scan: (text: string) => Classification): Finding | null {
  if (seen === 'restricted' || text.length > LONGEST || !HINTS.some((hint) => hint.test(text))) return null
  let best: Finding | null = null
  let rank = labelRank(seen)
  for (const { text: read, kind } of readingsOf(text)) {
    const { start, end, tail } = changedPart(text, read)
    const { label, findings } = scan(read.slice(Math.max(0, start - AROUND), read.length - Math.max(0, tail - AROUND)))
    if (labelRank(label) <= rank || label === 'internal' || (kind === 'guessed' && label !== 'restricted')) continue
    const cause = findings.find((finding) => labelOfFinding(finding) === label)
    if (cause === undefined) continue
    rank = labelRank(label)
    best = { ...cause, start, end }
    if (label === 'restricted') break
  }
  return best
}

/** Where two texts differ, in the first one, and how many of their last units are the same. */
function changedPart(text: string, read: string): { start: number; end: number; tail: number } {
  const shorter = Math.min(text.length, read.length)
  let start = 0
  while (start < shorter && text.charCodeAt(start) === read.charCodeAt(start)) start += 1
  let tail = 0
  while (tail < shorter - start && text.charCodeAt(text.length - 1 - tail) === read.charCodeAt(read.length - 1 - tail)) tail += 1
  const end = text.length - tail
  if (end > start) return { start, end, tail }
  const from = Math.max(0, Math.min(start, text.length - 1))
  return { start: from, end: from + 1, tail: Math.min(tail, text.length - from - 1) }
}
