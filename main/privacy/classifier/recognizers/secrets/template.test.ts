import { describe, expect, it } from 'vitest'
import { seeded } from '../../../masking/seeded.ts'
import { inventFrom, lengthsOf, literalsOf, parseTemplate, sourceOf } from './template.ts'

describe('the language of shapes', () => {
  it('describes text, alphabets with lengths, and choices', () => {
    expect(sourceOf(parseTemplate('key-{hex:4}_(live|test)'))).toBe('key-[0-9a-f]{4}_(?:live|test)')
    expect(sourceOf(parseTemplate('{base32:2-6}'))).toBe('[A-Z2-7]{2,6}')
    expect(lengthsOf(parseTemplate('key-{hex:4-8}_(live|test)'))).toEqual({ least: 13, most: 17 })
  })

  it('takes punctuation for what it is', () => {
    expect(new RegExp(`^${sourceOf(parseTemplate('a.b+c|$'))}$`).test('a.b+c|$')).toBe(true)
    expect(new RegExp(`^${sourceOf(parseTemplate('a.b'))}$`).test('axb')).toBe(false)
  })

  it('gives the longest text that every value contains, with each choice', () => {
    expect(literalsOf(parseTemplate('sk_(live|test)_{base62:24}'))).toEqual(['sk_live_', 'sk_test_'])
    expect(literalsOf(parseTemplate('{base62:14}.atlasv1.{base62:60}'))).toEqual(['.atlasv1.'])
    expect(literalsOf(parseTemplate('{hex:32}'))).toEqual([])
  })

  it('refuses what is not of the language', () => {
    expect(() => parseTemplate('{klingon:4}')).toThrow('Unknown alphabet "klingon"')
    expect(() => parseTemplate('{hex}')).toThrow('cannot be read')
  })

  it('invents values that fit, the same from the same seed', () => {
    const parts = parseTemplate('ab_{uuid}-(x|y){BASE36:3-9}')
    const from = (seed: number): string => {
      const numbers = seeded(seed)
      return inventFrom(parts, () => numbers.below(1_000) / 1_000)
    }
    for (let seed = 0; seed < 50; seed += 1) expect(from(seed)).toMatch(new RegExp(`^${sourceOf(parts)}$`))
    expect(from(7)).toBe(from(7))
    expect(from(7)).not.toBe(from(8))
  })
})
