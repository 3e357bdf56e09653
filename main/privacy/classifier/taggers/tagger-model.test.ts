import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadLexicons } from '../load-lexicons.ts'
import { LABEL_COUNT } from './linear-chain.ts'
import { packWeights, unpackWeights } from './tagger-model.ts'

const resources = join(import.meta.dirname, '../../../../resources')

describe('the files of the tagger', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidegate-tagger-'))
    for (const part of ['tagger', 'lexicons', 'patterns']) await cp(join(resources, part), join(folder, part), { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true }))

  const load = () => loadLexicons(join(folder, 'lexicons'))

  it('are loaded from beside the word lists', () => {
    expect(load().tagger?.weights.rows.length).toBeGreaterThan(100_000)
  })

  it.each(['weights.bin', 'clusters.bin', 'gazetteer.bin', 'ordinary-words.bin'])('say so when %s is damaged or missing', async (name) => {
    await writeFile(join(folder, 'tagger', name), 'no weights, no words')
    expect(load).toThrow(`${name} `)
    await rm(join(folder, 'tagger', name))
    expect(load).toThrow(name)
  })
})

describe('packed weights', () => {
  const weights = {
    rows: Int8Array.from({ length: 16 * LABEL_COUNT }, (_, at) => (at % 255) - 127),
    scale: 0.5,
    shift: 28,
    transitions: Float32Array.from({ length: LABEL_COUNT ** 2 }, (_, at) => at / 2),
  }

  it('come back as they were', () => {
    expect(unpackWeights(packWeights(weights))).toEqual(weights)
  })

  it('are refused when a bit is wrong, or when they belong to another version', () => {
    const packed = packWeights(weights)
    expect(() => unpackWeights(packed.with(200, (packed[200] ?? 0) ^ 1))).toThrow('weights.bin is damaged')
    const fewer = { ...weights, rows: weights.rows.subarray(0, 15 * LABEL_COUNT) }
    expect(() => unpackWeights(packWeights(fewer))).toThrow('another version')
  })
})
