import { describe, expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import { upTo } from '../../../e2e/how-much.ts'
import { findingOf } from './match-finding.ts'
import { parsePattern } from './patterns/parse-pattern.ts'
import { factsOf } from './patterns/pattern-facts.ts'
import { sampleOf } from './patterns/sample-pattern.ts'
import { createFocus, type Focus } from './readings/focus.ts'
import { RECOGNIZERS } from './recognizers/index.ts'
import { planOf } from './row-plan.ts'
import { createRunner } from './run-recognizers.ts'
import type { Recognizer } from './types.ts'

/** Mulberry32: the same texts in each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const order = (a: Finding, b: Finding): number => a.start - b.start || a.end - b.end || (a.recognizer < b.recognizer ? -1 : 1)

/** From where it is told on, each finds the next match; nothing is compiled twice. */
const SEARCHES = RECOGNIZERS.map((recognizer) => ({
  recognizer,
  search: new RegExp(recognizer.pattern.source, `${recognizer.pattern.flags.replaceAll(/[gy]/g, '')}g`),
}))

/** What the patterns find when they are tried at every character, without any filter. */
function everywhere(text: string): Finding[] {
  const found: Finding[] = []
  for (const { recognizer, search } of SEARCHES) {
    for (let at = 0; at < text.length; ) {
      search.lastIndex = at
      const match = search.exec(text)
      if (match === null) break
      const finding = findingOf(recognizer, match, text)
      if (finding !== null) found.push(finding)
      // In the middle of a character of two units, a match may begin before the place that was named.
      at = Math.max(at, match.index) + 1
    }
  }
  return unique(found)
}

function unique(findings: readonly Finding[]): Finding[] {
  const byKey = new Map(findings.map((finding) => [`${finding.start} ${finding.end} ${finding.recognizer} ${finding.score}`, finding]))
  return [...byKey.values()].sort(order)
}

const runner = createRunner(RECOGNIZERS)

function filtered(text: string): Finding[] {
  const found: Finding[] = []
  runner.run(text, runner.survey(text.toLowerCase()), found)
  return unique(found)
}

function near(text: string, focus: Focus | null, within: Focus): Finding[] {
  const found: Finding[] = []
  runner.run(text, runner.survey(text.toLowerCase()), found, undefined, undefined, focus)
  return unique(found).filter(({ start, end }) => within.isNear(start, end))
}

const FILLERS = [
  ' ',
  '\n',
  '. ',
  ', ',
  ': ',
  ' is ',
  ' the tide comes in at 12:30 ',
  '-',
  '="',
  '/',
  'x',
  '7',
  'É',
  ' card no ',
  ' my passport ',
  ' at home ',
  ' id ',
]

it('of what must touch something, nothing is missing', () => {
  const random = seeded(31)
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)]
  let seen = 0
  for (let round = 0; round < 400; round += 1) {
    const parts = Array.from({ length: 6 }, () => {
      const recognizer = pick(RECOGNIZERS)
      return `${pick(FILLERS)}${recognizer === undefined ? '' : sampleOf(parsePattern(recognizer.pattern), random)}${pick(FILLERS)}`
    })
    const text = parts.join('')
    const from = Math.floor(random() * text.length)
    const focus = createFocus(Int32Array.of(from, from + Math.floor(random() * 4)))
    const all = near(text, null, focus)
    seen += all.length
    expect(near(text, focus, focus), text).toEqual(all)
  }
  expect(seen).toBeGreaterThan(50)
})

describe('the filter before the patterns', () => {
  it.each(RECOGNIZERS.map((recognizer) => [recognizer.name, recognizer] as const))(
    'lets through all that is found without it: %s',
    (_name, recognizer) => {
      const random = seeded(recognizer.name.length * 7919 + recognizer.pattern.source.length)
      const node = parsePattern(recognizer.pattern)
      const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)]
      for (let round = 0; round < upTo(6, 12); round += 1) {
        const word = pick(recognizer.literals ?? ['']) ?? ''
        const parts = [
          pick(FILLERS),
          word,
          pick(FILLERS),
          sampleOf(node, random),
          pick(FILLERS),
          sampleOf(node, random, 2),
          pick(FILLERS),
          word,
        ]
        const text = parts.join('')
        expect(filtered(text)).toEqual(everywhere(text))
      }
    },
  )

  it('lets it through in a text of many kinds', () => {
    const random = seeded(4711)
    const nodes = RECOGNIZERS.map(({ pattern }) => parsePattern(pattern))
    for (let round = 0; round < 40; round += 1) {
      const parts = Array.from({ length: 12 }, () => {
        const node = nodes[Math.floor(random() * nodes.length)]
        return (node === undefined ? '' : sampleOf(node, random, 3)) + (FILLERS[Math.floor(random() * FILLERS.length)] ?? '')
      })
      const text = parts.join('')
      expect(filtered(text)).toEqual(everywhere(text))
    }
  })
})

describe('a row of the tables', () => {
  it.each(RECOGNIZERS.map((recognizer) => [recognizer.name, recognizer] as const))(
    'says what its matches hold, and has an end: %s',
    (_name, recognizer) => {
      const plan = planOf(recognizer, new Map())
      expect(plan.trigger.kind).not.toBe('everywhere')
      expect(
        recognizer.literals !== undefined ||
          recognizer.anchor !== undefined ||
          plan.trigger.kind === 'digits' ||
          plan.trigger.kind === 'literals',
      ).toBe(true)
      expect(factsOf(recognizer.pattern).maxLength).toBeLessThan(30_000)
      expect(recognizer.pattern.flags).toContain('g')
    },
  )

  it('has a name of its own', () => {
    const names = RECOGNIZERS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('without literals or an anchor is tried everywhere, and is refused by the tables', () => {
    const row: Recognizer = { name: 'any-letter', type: 'X', score: 1, pattern: /[a-z]{5,9}/g }
    expect(planOf(row, new Map()).trigger.kind).toBe('everywhere')
    const found: Finding[] = []
    const one = createRunner([row])
    one.run('a tidegate', one.survey('a tidegate'), found)
    expect(found.map(({ start }) => start)).toEqual([2, 3, 4, 5])
  })

  it('with an anchor that its matches do not hold loses them', () => {
    const row: Recognizer = { name: 'wrong', type: 'X', score: 1, pattern: /[a-z]{5,9}/g, anchor: 'token:12' }
    const found: Finding[] = []
    const one = createRunner([row])
    one.run('a tidegate', one.survey('a tidegate'), found)
    expect(found).toEqual([])
  })

  it('is left out of a run that some others are chosen for', () => {
    const rows: Recognizer[] = [
      { name: 'word', type: 'X', score: 1, pattern: /tide[a-z]{1,9}/g },
      { name: 'number', type: 'Y', score: 1, pattern: /\d{4}/g },
      { name: 'named', type: 'Y', score: 1, pattern: /\d{2}/g, literals: ['tide'], reach: 40 },
    ]
    const some = createRunner(rows)
    const text = 'a tidegate 2026'
    const namesOf = (chosen?: ReturnType<typeof some.only>): string[] => {
      const found: Finding[] = []
      some.run(text, some.survey(text), found, undefined, chosen)
      return [...new Set(found.map(({ recognizer }) => recognizer))].sort()
    }
    expect(namesOf()).toEqual(['named', 'number', 'word'])
    expect(namesOf(some.only(({ type }) => type === 'Y'))).toEqual(['named', 'number'])
    expect(namesOf(some.only(({ type }) => type === 'X'))).toEqual(['word'])
    expect(namesOf()).toEqual(['named', 'number', 'word'])
  })

  it('that says so is tried only so often inside one of its matches, and again where that ends', () => {
    const row: Recognizer = { name: 'link', type: 'X', score: 1, pattern: /a\/[^ ]{3,30}/g, mostInside: 2 }
    const one = createRunner([row])
    const text = `${'a/b/'.repeat(12)} a/bcd`
    const found: Finding[] = []
    one.run(text, one.survey(text), found)
    expect(found.map(({ start }) => start)).toEqual([0, 4, 8, 32, 36, 40, 49])
  })

  it('tries a row of lines only at their beginnings, behind the signs that it names', () => {
    const one = createRunner([{ name: 'line', type: 'X', score: 1, pattern: /boss/g, indent: '> ' }])
    const text = 'boss, the boss\n> boss\nboss\n-boss'
    const found: Finding[] = []
    one.run(text, one.survey(text), found)
    expect(found.map(({ start }) => start)).toEqual([17, 22])
  })
})
