import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePattern } from './patterns/parse-pattern.ts'
import { sampleOf } from './patterns/sample-pattern.ts'
import { STEMS } from './recognizers/secrets/assignments.ts'
import { STEM_LITERALS } from './recognizers/secrets/index.ts'
import { createSurveyor, LONG_TOKEN, longRunsIn } from './survey.ts'

describe('a survey', () => {
  const survey = createSurveyor(['pass', 'port', 'тел'], ['password', 'пароль'])

  it('tells where literals begin, in the order of their ends', () => {
    const { hitCount, hitIds, hitStarts } = survey('a passport')
    expect([...hitIds.slice(0, hitCount)]).toEqual([0, 1])
    expect([...hitStarts.slice(0, hitCount)]).toEqual([2, 6])
  })

  it('tells of some literals only the first time in a text', () => {
    const once = createSurveyor(['is', 'was'], [], [1, 0])
    for (const text of ['is it, was it, is it, was it', 'was it, is it, is it']) {
      const { hitCount, hitIds } = once(text)
      expect([...hitIds.slice(0, hitCount)].filter((id) => id === 0)).toHaveLength(1)
      expect([...hitIds.slice(0, hitCount)].filter((id) => id === 1)).toHaveLength(text.split('was').length - 1)
    }
  })

  it.each([
    ['0123456789abcdef0123456', true],
    ['de ad:be-ef de ad:be-e', false],
    ['de ad:be-ef de ad:be-ef', true],
    ['a.b_c-d=e+f/g~hij', true],
    ['fifteen-letters', false],
  ])('tells whether something encoded may stand in a text, wherever: %s', (text, holds) => {
    for (let before = 0; before < 24; before += 1) {
      const around = `${'?'.repeat(before)}${text}?`
      const { hasLongToken, hasHexRow } = survey(around)
      expect(hasLongToken || hasHexRow).toBe(holds)
      const runs = longRunsIn(around)
      expect(runs !== null).toBe(holds)
      expect([runs?.hasLongToken ?? false, runs?.hasHexRow ?? false]).toEqual([hasLongToken, hasHexRow])
    }
  })

  it('finds the same long tokens where nothing else is asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '1', 'deadbeef', '/x=', ' ', '!', 'K', 'é', 'abcdefghijklmnop'), { maxLength: 40 }),
        (parts) => {
          const text = parts.join('')
          const { tokenCount, tokenStarts, tokenEnds } = survey(text)
          const long = Array.from({ length: tokenCount }, (_, token) => [tokenStarts[token] ?? 0, tokenEnds[token] ?? 0]).filter(
            ([start = 0, end = 0]) => end - start >= LONG_TOKEN,
          )
          const runs = longRunsIn(text)
          expect(Array.from({ length: runs?.tokenCount ?? 0 }, (_, token) => [runs?.tokenStarts[token], runs?.tokenEnds[token]])).toEqual(
            long,
          )
        },
      ),
    )
  })

  it.each([
    ['the password is', [4]],
    ['a passport', []],
    ['мой пароль', [4]],
    ['password, пароль, PASSWORD', [0, 10, 18]],
    ['мой тел.', []],
  ])('of some it tells only where they are: %s', (text, starts) => {
    const { noticedCount, noticedStarts } = survey(text)
    expect([...noticedStarts.slice(0, noticedCount)]).toEqual(starts)
    expect(survey(text).hasRareHits).toBe(text.includes('тел'))
  })
})

it('every piece of a name that means a secret begins with a literal that the survey looks for', () => {
  const stems = parsePattern(STEMS)
  let state = 1
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  for (let round = 0; round < 500; round += 1) {
    const stem = sampleOf(stems, random)
    expect(
      STEM_LITERALS.some((literal) => stem.startsWith(literal)),
      stem,
    ).toBe(true)
  }
})
