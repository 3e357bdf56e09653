import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FACTS_FILE } from '../load-lexicons.ts'
import { RECOGNIZERS } from '../recognizers/index.ts'
import { knownOr, readFacts, writeFacts } from './known-facts.ts'
import { factsOf, type PatternFacts } from './pattern-facts.ts'

const file = readFileSync(join(import.meta.dirname, '../../../../resources/patterns', FACTS_FILE), 'utf8')

/** All that facts say, asked for. */
function told({ before, places, placesByVariant, groupDigits, required, ...facts }: PatternFacts) {
  return {
    ...facts,
    before: [...before()],
    places: [...places()],
    placesByVariant: placesByVariant().map((variant) => [...variant]),
    groupDigits: groupDigits(),
    required: required.map(({ between, ...set }) => ({ ...set, between: [...between()] })),
  }
}

describe('what is known of patterns beforehand', () => {
  it('is what the patterns say (after a change of one: npm run patterns)', () => {
    expect(file).toBe(writeFacts(RECOGNIZERS.map(({ pattern }) => pattern)))
  })

  it('is told of every recogniser as if it were worked out', () => {
    const known = readFacts(file)
    for (const { name, pattern } of RECOGNIZERS) {
      const facts = knownOr(known, pattern, () => factsOf(pattern))
      expect(told(facts), name).toEqual(told(factsOf(pattern)))
    }
  })

  it('leaves a pattern that is not known, in text or flags, to be worked out', () => {
    const known = readFacts(writeFacts([/k-\d{4}/g]))
    let asked = 0
    const workOut = (pattern: RegExp) => (): PatternFacts => {
      asked += 1
      return factsOf(pattern)
    }
    expect(knownOr(known, /k-\d{4}/g, workOut(/k-\d{4}/g)).minLength).toBe(6)
    expect(asked).toBe(0)
    expect(knownOr(known, /k-\d{4}/gi, workOut(/k-\d{4}/gi)).minLength).toBe(6)
    expect(knownOr(known, /k-\d{5}/g, workOut(/k-\d{5}/g)).minLength).toBe(7)
    expect(asked).toBe(2)
  })

  it('is refused when it is malformed', () => {
    expect(() => readFacts('{"g a": [1, 2]}')).toThrow()
    expect(() => readFacts('[')).toThrow()
  })
})
