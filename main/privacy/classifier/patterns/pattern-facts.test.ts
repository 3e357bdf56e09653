import { describe, expect, it } from 'vitest'
import { FOREIGN, factsOf } from './pattern-facts.ts'

describe('the digits that a match has in its first group', () => {
  it.each([
    [/\d{3}-\d{2}-\d{4}/, 9],
    [/[A-Z]{2}\d{6}/, 6],
    [/\d{1,2}\.?\d{3}\.?\d{3}/, 7],
    [/\d{9}|\d{3}[. ]\d{3}/, 6],
    [/(?<!\d)4\d{3}(?:[ -]?\d){8,15}/, 12],
    // A letter parts groups, and so do more than three signs.
    [/\d{4}[A-Z]\d{4}/, 4],
    [/\d{4}\s{1,3}-\s{0,2}\d{4}/, 4],
    [/\d{2}(?:\d[a-z])?\d{5}/, 2],
    [/\d(?:[a-z]|\d)\d{5}/, 1],
    [/(?:id )?[A-Z]\w/, 0],
    [/(\d{2})-\1/, 2],
  ])('%s: at least %i', (pattern, digits) => {
    expect(factsOf(pattern).groupDigits()).toBe(digits)
  })
})

describe('what may stand before a match', () => {
  const allowedBefore = (pattern: RegExp): string => {
    const allowed = factsOf(pattern).before()
    return Array.from({ length: FOREIGN }, (_, code) => (allowed[code] === 1 ? String.fromCharCode(code) : ''))
      .join('')
      .replace(/[^\w-]/g, '')
  }

  it.each([
    [/(?<![\w-])x/, ''],
    [/\b\w/, '-'],
    [/(?:(?<![\w-])|(?<=%[0-9A-C])|(?<=\\n))x/, '0123456789ABCn'.split('').sort().join('')],
    [/(?:(?<![\w-])a|(?<![a-z0-9-])b)/, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ_'],
    [/(?<=(?:x|yz)[ab]{0,3}\d?)x/, '0123456789abxz'],
    [/(?:(?<![\w-])a)?b/, allowedBefore(/x/)],
  ])('%s', (pattern, allowed) => {
    expect(allowedBefore(pattern)).toBe(allowed)
  })
})

describe('what may stand at each of the first places of a match', () => {
  const allowedAt = (pattern: RegExp, place: number): string => {
    const places = factsOf(pattern).places()
    return Array.from({ length: FOREIGN }, (_, code) => (places[place * (FOREIGN + 1) + code] === 1 ? String.fromCharCode(code) : '')).join(
      '',
    )
  }

  it('is also what must follow the match, where nothing of the pattern does', () => {
    expect(allowedAt(/[ab](?=-year)/, 1)).toBe('-')
    expect(allowedAt(/[ab](?=-year)/, 2)).toBe('y')
    expect(allowedAt(/[ab](?:c|(?=d))/, 1)).toBe('cd')
  })

  it('is anything behind a match, and behind what must not follow', () => {
    expect(allowedAt(/[ab](?!-)/, 1)).toHaveLength(FOREIGN)
    expect(allowedAt(/[ab](?=-|$)/, 1)).toHaveLength(FOREIGN)
  })
})

describe('the places of each alternative that a match can begin with', () => {
  const firstTwo = (pattern: RegExp): string[] =>
    factsOf(pattern)
      .placesByVariant()
      .map((places) =>
        [0, 1]
          .map((place) =>
            Array.from({ length: FOREIGN }, (_, code) =>
              places[place * (FOREIGN + 1) + code] === 1 ? String.fromCharCode(code) : '',
            ).join(''),
          )
          .join(' '),
      )

  it.each([
    [/(?<!x)(?:ab|cd)e/, ['a b', 'c d']],
    [/ab|c[de]/, ['a b', 'c de']],
    [/a(?:b|c)/, ['a bc']],
    [/(?:ab){1,2}/, ['a b']],
    [/(?:ax|bx|cx|dx|ex|fx|gx)/, ['abcdefg x']],
  ])('%s', (pattern, places) => {
    expect(firstTwo(pattern)).toEqual(places)
  })
})
