import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadWordLists, readWordList } from '../../main/privacy/classifier/load-lexicons.ts'
import { loadVocabulary } from '../../main/privacy/classifier/taggers/load-tagger.ts'
import { packWeights } from '../../main/privacy/classifier/taggers/tagger-model.ts'
import { encode } from './documents.ts'
import { generate, readTemplates } from './generate.ts'
import { learn, quantise } from './learn.ts'
import { trainingTexts } from './recipe.ts'

const resources = join(import.meta.dirname, '../../resources')
const lexicons = join(resources, 'lexicons')
const vocabulary = loadVocabulary(join(resources, 'tagger'), loadWordLists(lexicons), readWordList(lexicons, 'public-figures'))

describe('generated texts', () => {
  const texts = generate([{ name: 'letters', times: 2, weight: 1 }], 5)

  it('have spans that are no blanks and do not overlap', () => {
    for (const { text, spans } of texts) {
      let last = 0
      for (const [start, end] of spans) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(text.slice(start, end).trim()).not.toBe('')
        last = end
      }
    }
  })

  it('have every slot and choice filled', () => {
    for (const { text } of trainingTexts(0.03)) expect(text).not.toMatch(/\{[a-zA-Z]{1,6}\d?\}|\[[^\]\n]*\|[^\]\n]*\]/)
  })

  it('are the same for the same seed, and others for another', () => {
    expect(generate([{ name: 'letters', times: 2, weight: 1 }], 5)).toEqual(texts)
    expect(generate([{ name: 'letters', times: 2, weight: 1 }], 6)).not.toEqual(texts)
  })

  it('of the held-out templates share none with those trained on', () => {
    const trained = new Set(['prompts', 'letters', 'records', 'forum', 'sentences', 'ordinary', 'languages'].flatMap(readTemplates))
    expect(readTemplates('held-out').filter((template) => trained.has(template))).toEqual([])
  })
})

describe('training', () => {
  const settings = { rowBits: 12, rounds: 2, rate: 0.1, dropout: 0.1, seed: 3 }
  const { examples, gold, reached } = encode(generate([{ name: 'held-out', times: 2, weight: 1 }], 8), vocabulary, 32 - settings.rowBits)

  it('reaches most of the names that are marked', () => {
    expect(reached / gold).toBeGreaterThan(0.9)
  })

  it('gives the same weights for the same texts and seed, byte for byte, and others for another seed', () => {
    const first = packWeights(quantise(learn(examples, settings)))
    expect(packWeights(quantise(learn(examples, settings)))).toEqual(first)
    expect(packWeights(quantise(learn(examples, { ...settings, seed: 4 })))).not.toEqual(first)
  })
})
