import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { createRuleBook } from '../rules/index.ts'
import { createClassifier } from './classifier.ts'
import { loadLexicons } from './load-lexicons.ts'
import { normalise } from './normalise.ts'
import { parsePattern } from './patterns/parse-pattern.ts'
import { pumped, sampleOf } from './patterns/sample-pattern.ts'
import { unescapeText } from './readings/escapes.ts'
import { RECOGNIZERS } from './recognizers/index.ts'
import { createRunner } from './run-recognizers.ts'
import type { Recognizer } from './types.ts'

const CHARS = 100_000
/** A rule by itself may take as long as so many plain passes over the text; all of them together as long as so many. */
const PASSES_OF_ONE = 2_000
const PASSES_OF_ALL = 3_000
const PART = 12_000

const rule = (text: string, kind: 'word' | 'pattern'): PrivacyRule => ({
  id: `rul_${text}`,
  kind,
  text,
  label: 'confidential',
  note: '',
  createdAt: 1,
  removedAt: null,
})
const book = createRuleBook()
book.use([rule('Project Nightjar', 'word'), rule('(x+x+)+y', 'pattern'), rule('prj-\\d{4}', 'pattern')])
const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../../resources/lexicons', import.meta.url))), book)

function filled(piece: string, chars = CHARS): string {
  return piece.repeat(Math.ceil(chars / piece.length)).slice(0, chars)
}

/** Processor time in ms: what other processes take from the machine is not the rule's. The best of a few, for the first pays for compiling. */
function cost(run: () => unknown, enough = 0): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 4 && best > enough; round += 1) {
    const started = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(started)
    best = Math.min(best, (user + system) / 1_000)
  }
  return best
}

/** What one plain pass over a text costs here and now, in ms per character. */
function plainPass(): number {
  const text = filled('The gate is closed at high water. ')
  let sum = 0
  const passes = 40
  const spent = cost(() => {
    for (let pass = 0; pass < passes; pass += 1) for (let at = 0; at < text.length; at += 1) sum = (sum + text.charCodeAt(at)) | 0
  })
  expect(sum).not.toBe(0)
  return spent / passes / text.length
}

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

const PIECES = [
  ...['a', '1', '@', '-', '%', '"', '=', '.', ' ', '\n', '{', 'é', '\u200b', 'e\u0301', 'ａ', '\u{1d41a}', 'а1', 'Й', '这份', '内部'],
  ...[
    'A ',
    'A B ',
    'a.',
    '1-',
    '1.',
    '1,',
    '1 ',
    '1\n',
    'a@',
    'a@a.',
    'AAAA ',
    'ey',
    'eyJ',
    '://:',
    '0x',
    '::1',
    'a:',
    'aa:',
    'aa ',
    'a1',
    '((',
    '[[',
    '<a>',
    '</',
  ],
  ...[
    'password=',
    'key:"',
    'token=',
    '?key=',
    'secret ',
    'sk-',
    'AKIA',
    '"d":',
    'value=',
    '_auth=',
    'curl ',
    'card ',
    'iban ',
    'ssn ',
    'id 1 ',
  ],
  ...['+1', '4111 1111 ', '12/12/', '1.1.1.', 'DE89', 'bc1', '1/1'],
  ...[
    'Mr. ',
    'John ',
    'John Smith ',
    'john smith ',
    'Ann Ba ',
    'Apt 1 ',
    '1 Street ',
    'live at ',
    'I am a ',
    'review our ',
    'our our ',
    'user user ',
  ],
  ...[
    '%41',
    '%2541',
    '&amp;',
    '&#64;',
    '\\u0041',
    '=40',
    '=\n',
    'QUJD',
    'QUJD\n',
    `${'YWJj'.repeat(15)}\n`,
    '414243',
    '41 42 43 ',
    '-----BEGIN ',
    '-----BEGIN RSA PRIVATE KEY-----\n',
    'MIIEvQIBA',
  ],
  ...['a b c d ', 'x.y.z.', 'one four ', 'xxxxxxxxxxxxxxxxxxxx ', 'http://a.b/', 'www.'],
]

/** Its literals again and again, alone and with blanks, and what its own pattern goes wrong on. */
function textsAgainst({ pattern, literals, name }: Recognizer, chars: number): string[] {
  const own = (literals ?? []).slice(0, 2).flatMap((literal) => [filled(literal, chars), filled(`${literal} `, chars)])
  const node = parsePattern(pattern)
  const random = seeded(name.length + pattern.source.length)
  // What it matches side by side, and the same with one character less each time.
  const sample = sampleOf(node, random)
  return [...own, filled(`${sample} `, chars), filled(sample.slice(0, -1) || sample, chars), ...pumped(node, random, chars)]
}

describe('time in line with the text, whatever it is made of', () => {
  const pass = plainPass()
  /** For each rule a part of what took it longest. */
  const worst: string[] = []
  /** How many plain passes over the text a run took. */
  const passes = (run: () => unknown, chars: number, most: number): number => cost(run, most * pass * chars) / pass / chars

  it.each(RECOGNIZERS.map((recognizer) => [recognizer.name, recognizer] as const))(
    'of the rule %s',
    (_name, recognizer) => {
      const runner = createRunner([recognizer])
      const timed = textsAgainst(recognizer, CHARS).map((text) => {
        const lower = text.toLowerCase()
        const run = (): void => {
          const found: Finding[] = []
          runner.run(text, runner.survey(lower), found)
        }
        return { text, taken: passes(run, text.length, PASSES_OF_ONE) }
      })
      const most = timed.reduce((one, other) => (other.taken > one.taken ? other : one))
      worst.push(most.text.slice(0, PART))
      expect(`${most.text.slice(0, 60)} ${most.taken <= PASSES_OF_ONE}`).toBe(`${most.text.slice(0, 60)} true`)
    },
    60_000,
  )

  it.each(PIECES)(
    'of everything together, on %j',
    (piece) => {
      const text = filled(piece)
      expect(passes(() => classifier.scan(text), CHARS, PASSES_OF_ALL)).toBeLessThanOrEqual(PASSES_OF_ALL)
      expect(passes(() => normalise(text), CHARS, PASSES_OF_ONE)).toBeLessThanOrEqual(PASSES_OF_ONE)
      expect(passes(() => unescapeText(text), CHARS, PASSES_OF_ONE)).toBeLessThanOrEqual(PASSES_OF_ONE)
    },
    60_000,
  )

  it('of everything together, on what is worst for single rules', { tags: ['long'], timeout: 120_000 }, () => {
    expect(worst.length).toBe(RECOGNIZERS.length)
    const slow = worst.flatMap((text) => {
      const taken = passes(() => classifier.scan(text), text.length, PASSES_OF_ALL)
      return taken > PASSES_OF_ALL ? [`${Math.round(taken)} ${text.slice(0, 60)}`] : []
    })
    expect(slow).toEqual([])
  })
})
