import { chunksOf } from '../../main/privacy/eval/speed.ts'
import { quantile } from '../quantile.ts'
import { askPeer } from './ask-peer.ts'
import type { DataSet } from './data-sets.ts'
import { type Pathological, pathologicalTexts } from './pathological.ts'
import { TYPING_PEER } from './peers/index.ts'
import { EachSchema, type Timed, TimedSchema } from './tasks.ts'

/** UTF-8 bytes of the corpus that speed is measured on. */
const CORPUS_BYTES = 10_000_000
/** One kind of call may take about this long; a peer that is slower is judged by what it did of the corpus in twice the time. */
const BUDGET_MS = 4_000
const MAX_ROUNDS = 3

/** Megabytes (10⁶ bytes of UTF-8) per second on one thread, or why there is no figure. */
export interface PeerSpeed {
  readonly perMessage: Timed | string
  readonly chunks: Timed | string
  readonly inOnePiece: Timed | string
}

/** The texts of all rows but those of secret scanners, over and over until there are 10 MB. */
export function corpusOf(sets: readonly DataSet[]): string[] {
  const prose = sets.filter(({ isSecrets }) => !isSecrets)
  const texts = (prose.length === 0 ? sets : prose).flatMap(({ rows }) => rows.map(({ text }) => text)).filter((text) => text !== '')
  const corpus: string[] = []
  for (let bytes = 0; texts.length > 0 && bytes < CORPUS_BYTES; ) {
    const text = texts[corpus.length % texts.length] ?? ''
    corpus.push(text)
    bytes += Buffer.byteLength(text)
  }
  return corpus
}

/** Three processes, one for each kind of call; `limitMs` holds for the 10 MB in one piece and bounds the others too. */
export async function speedOf(peer: string, corpus: readonly string[], limitMs: number): Promise<PeerSpeed> {
  const timed = async (texts: readonly string[], maxRounds: number): Promise<Timed | string> => {
    const asked = await askPeer({ kind: 'time', peer, texts, budgetMs: BUDGET_MS, maxRounds }, TimedSchema, limitMs)
    return 'problem' in asked ? asked.problem : asked.result
  }
  return {
    perMessage: await timed(corpus, MAX_ROUNDS),
    chunks: await timed(chunksOf(corpus), MAX_ROUNDS),
    inOnePiece: await timed([corpus.join('\n')], 1),
  }
}

/** The slowest of the pathological strings first, each by the fastest of three calls: the others of a busy machine are not the string's. */
export interface AdversarialSpeed {
  readonly strings: number
  readonly slowest: readonly { readonly name: string; readonly mbPerSecond: number }[]
}

export async function adversarialSpeed(limitMs: number): Promise<AdversarialSpeed | string> {
  const all = pathologicalTexts()
  const warm: Pathological = { name: 'warm-up', text: all.map(({ text }) => text.slice(0, 2_000)).join('\n') }
  const texts = [warm, ...all].map(({ text }) => text)
  const asked = await askPeer({ kind: 'each', peer: 'tidegate', texts, calls: 3 }, EachSchema, limitMs)
  if ('problem' in asked) return asked.problem
  const rates = all.map(({ name, text }, index) => ({
    name,
    mbPerSecond: Buffer.byteLength(text) / 1_000 / (asked.result.ms[index + 1] ?? Number.NaN),
  }))
  return { strings: all.length, slowest: rates.sort((a, b) => a.mbPerSecond - b.mbPerSecond).slice(0, 5) }
}

export interface TypingSpeed {
  readonly characters: number
  readonly medianMs: number
  readonly p99Ms: number
  /** CPU time of the thread, a stroke: what the clock would say on an idle machine. */
  readonly meanCpuMs: number
}

/** Keystrokes that are not counted: compilers are still at work. */
const WARM_STROKES = 30

/** What one keystroke costs in a prompt of this length, as the app scans it: after each of `strokes` letters typed in its middle. */
export async function typingSpeed(
  corpus: readonly string[],
  characters: number,
  strokes: number,
  limitMs: number,
): Promise<TypingSpeed | string> {
  const joined = corpus.join('\n')
  const prompt = joined.repeat(Math.ceil(characters / (joined.length + 1))).slice(0, characters)
  const typed = 'Please write to my colleague about the meeting on Tuesday. '.repeat(20)
  const middle = prompt.indexOf(' ', characters / 2) + 1
  const texts = Array.from({ length: WARM_STROKES + strokes }, (_, stroke) => {
    return `${prompt.slice(0, middle)}${typed.slice(0, stroke + 1)} ${prompt.slice(middle)}`
  })
  const asked = await askPeer({ kind: 'each', peer: TYPING_PEER, texts, calls: 1 }, EachSchema, limitMs)
  if ('problem' in asked) return asked.problem
  const ms = asked.result.ms.slice(WARM_STROKES)
  const cpuMs = asked.result.cpuMs.slice(WARM_STROKES).reduce((sum, value) => sum + value, 0)
  return { characters, medianMs: quantile(ms, 0.5), p99Ms: quantile(ms, 0.99), meanCpuMs: cpuMs / ms.length }
}
