import { type Finding, highestLabel, type Label, type ScanResult } from '#contracts/privacy.ts'
import { rankTexts } from '../extractive/index.ts'
import { namedSources } from '../named-sources.ts'
import { splitSource } from '../passages.ts'
import type { SourceText } from '../types.ts'
import type { Question } from './material.ts'
import { type Part, partsOf } from './parts.ts'
import type { Task } from './types.ts'

/** One part of a request with what it may draw from. Private parts are answered on this machine, the others by the hosted service. */
export interface PlannedPart extends Question {
  readonly label: Label
  readonly isPrivate: boolean
  /** The names of the sources that it was kept apart for; null where the request itself was cut. */
  readonly from: readonly string[] | null
}

/** Passages that are looked at to learn which sources a part needs, and the share of the best one's score that counts as needed. */
const LOOKED_AT = 8
const NEEDED = 0.5

/**
 * Cuts a request into parts and labels each by what it holds by itself, its sources included. A request that asks for one thing is cut
 * along its sources, where some are private and some are not. Throws what `scan` throws: what cannot be checked is not cut.
 */
export async function planParts(task: Task, scan: (text: string) => Promise<ScanResult>): Promise<PlannedPart[]> {
  // What the user declared private is private as a whole.
  if (task.judged.decision.options.label !== undefined) return []
  const parts = partsOf(task.generation.prompt)
  const planned = parts.length > 1 ? await Promise.all(parts.map((part) => plan(part, task, scan))) : bySource(task)
  return planned.some(({ isPrivate }) => isPrivate) && planned.some(({ isPrivate }) => !isPrivate) ? planned : []
}

async function plan(part: Part, task: Task, scan: (text: string) => Promise<ScanResult>): Promise<PlannedPart> {
  const alone = await scan(part.text)
  const inside = task.judged.promptFindings.some((finding) =>
    part.pieces.some((piece) => finding.start < piece.end && finding.end > piece.start),
  )
  const needed = neededSources(part.text, task.sources)
  const ofSources = needed.map(({ id }) => task.judged.sourceLabels.get(id) ?? 'restricted')
  const label = highestLabel([alone.label, inside ? 'internal' : 'public', ...ofSources])
  const isPrivate = label !== 'public'
  const sources = isPrivate ? namedSources(part.text, task.sources) : publicSources(task, needed)
  return { text: part.text, findings: alone.findings, sources, label, isPrivate, from: null }
}

/** The sources whose passages are nearest to the question. */
function neededSources(question: string, sources: readonly SourceText[]): readonly SourceText[] {
  const named = namedSources(question, sources)
  if (named.length < sources.length || sources.length < 2) return named
  const passages = sources.flatMap(splitSource)
  const scores = rankTexts(
    question,
    passages.map(({ text }) => text),
  )
  const ranked = passages.map(({ source }, index) => ({ source, score: scores[index] ?? 0 })).sort((a, b) => b.score - a.score)
  const best = ranked[0]?.score ?? 0
  const near = new Set(ranked.slice(0, LOOKED_AT).flatMap(({ source, score }) => (score > 0 && score >= best * NEEDED ? [source] : [])))
  return sources.filter(({ id }) => near.has(id))
}

function publicSources({ judged }: Task, sources: readonly SourceText[]): readonly SourceText[] {
  return sources.filter(({ id }) => judged.sourceLabels.get(id) === 'public')
}

/** The same question of the private sources and of the others. Nothing when the question itself is private. */
function bySource(task: Task): PlannedPart[] {
  const { judged, sources, generation } = task
  const open = publicSources(task, sources)
  if (judged.promptLabel !== 'public' || open.length === 0 || open.length === sources.length) return []
  const closed = sources.filter((source) => !open.includes(source))
  const none: readonly Finding[] = []
  const question = { text: generation.prompt, findings: none }
  const label = highestLabel(closed.map(({ id }) => judged.sourceLabels.get(id) ?? 'restricted'))
  return [
    { ...question, sources: closed, label, isPrivate: true, from: closed.map(({ name }) => name) },
    { ...question, sources: open, label: 'public', isPrivate: false, from: open.map(({ name }) => name) },
  ]
}
