import { type Reading, readPrompt } from '../../main/routing/difficulty/read-prompt.ts'
import { scoreWording, WORDING_BEGINNINGS, type Wording } from '../../main/routing/difficulty/wording.ts'
import { createRandom } from '../tagger/random.ts'
import { makeRequests, readWrappers, reword } from './reword.ts'
import type { Row, Suite } from './rows.ts'

/** A text to learn from: a row's prompt, the same with other words around it, or a request of our own. */
export interface Sample {
  /** The row that it comes from; null for a request. */
  readonly row: Row | null
  /** Samples of one group are learnt from together or not at all. */
  readonly group: string
  readonly suite: Suite | 'requests'
  readonly topic: string | null
  readonly reworded: boolean
  readonly prompt: string
  readonly reading: Reading
  readonly wording: Wording
  /** Rows of the network's table. */
  readonly features: Uint32Array
}

const NOTHING = new Uint32Array()
export const ROW_BITS = 15
export const SAMPLES_SEED = 11
const REQUESTS_PER_TEMPLATE = 10

export function makeSamples(rows: readonly Row[], seed: number): Sample[] {
  const random = createRandom(seed)
  const wrappers = readWrappers()
  const samples: Sample[] = []
  for (const row of rows) {
    const { group, suite, topic } = row
    const of = (prompt: string, reworded: boolean): Sample => ({ row, group, suite, topic, reworded, ...readAll(prompt) })
    samples.push(of(row.prompt, false), of(reword(row.prompt, wrappers, random), true))
  }
  for (const { kind, prompt } of makeRequests(REQUESTS_PER_TEMPLATE, random))
    samples.push({ row: null, group: prompt, suite: 'requests', topic: `request ${kind}`, reworded: false, ...readAll(prompt) })
  return samples
}

function readAll(prompt: string): Pick<Sample, 'prompt' | 'reading' | 'wording' | 'features'> {
  const read = readPrompt(prompt, WORDING_BEGINNINGS)
  const reading = { ...read, hashes: read.hashes.slice(0, read.count), noted: NOTHING, text: '' }
  return {
    prompt,
    reading,
    wording: scoreWording(read.text, read.noted, 0),
    features: reading.hashes.map((hash) => hash >>> (32 - ROW_BITS)),
  }
}

/** One of so many parts, by the hash of a group: the same in every run. */
export function groupPart(group: string, parts: number): number {
  let hash = 7
  for (let at = 0; at < group.length; at += 1) hash = Math.imul(hash ^ group.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return ((hash ^ (hash >>> 13)) >>> 8) % parts
}
