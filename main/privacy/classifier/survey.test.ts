import { describe, expect, it } from 'vitest'
import { parsePattern } from './patterns/parse-pattern.ts'
import { sampleOf } from './patterns/sample-pattern.ts'
import { STEMS } from './recognizers/secrets/assignments.ts'
import { STEM_LITERALS } from './recognizers/secrets/index.ts'
import { createSurveyor } from './survey.ts'

describe('a survey', () => {
  const survey = createSurveyor(['pass', 'port', 'тел'], ['password', 'пароль'])

  it('tells where literals begin, in the order of their ends', () => {
    const { hitCount, hitIds, hitStarts } = survey('a passport')
    expect([...hitIds.slice(0, hitCount)]).toEqual([0, 1])
    expect([...hitStarts.slice(0, hitCount)]).toEqual([2, 6])
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
