import { describe, expect, it } from 'vitest'
import type { Finding, Label } from '#contracts/privacy.ts'
import type { Classifier } from '../classifier/types.ts'
import { type Clocks, evaluatePrivacy } from './index.ts'

/** Finds each of the given words where it first occurs. */
function classifierOf(words: Readonly<Record<string, string>>, labels: Readonly<Record<string, Label>> = {}): Classifier {
  return {
    scan(text) {
      const findings = Object.entries(words).flatMap(([word, type]): Finding[] => {
        const start = text.indexOf(word)
        return start < 0 ? [] : [{ type, start, end: start + word.length, score: 1, recognizer: 'test' }]
      })
      return { label: labels[text] ?? 'public', findings }
    },
  }
}

/** Two clocks: each reading is one millisecond after the one before on the wall, a quarter of one in the CPU. */
function ticking(): Clocks {
  const clock = (step: number) => {
    let at = 0
    return () => {
      at += step
      return at
    }
  }
  return { wall: clock(1), cpu: clock(0.25) }
}

async function* linesOf(rows: readonly unknown[]): AsyncGenerator<string> {
  for (const row of rows) yield typeof row === 'string' ? row : JSON.stringify(row)
}

describe('rows with spans', () => {
  it('scores types, characters, overlap and clean documents', async () => {
    const classifier = classifierOf({ Ada: 'PERSON', 'Rue 5': 'POSTAL_ADDRESS', red: 'COLOUR' })
    const metrics = await evaluatePrivacy(
      linesOf([
        {
          text: 'Ada, Rue 5',
          spans: [
            [0, 3, 'PERSON'],
            [5, 10, 'STREET_ADDRESS'],
          ],
        },
        { text: 'Bob is red', spans: [[0, 3, 'PERSON']] },
        { text: 'so red', spans: [] },
        { text: 'nothing', spans: [[0, 7, 'PRODUCT']] },
      ]),
      classifier,
      ticking(),
    )
    expect(metrics.rows).toBe(4)
    expect(metrics.requests).toBeNull()
    // 2 of 3 gold spans found; both typed predictions right; COLOUR has no gold and does not count.
    expect(metrics.spans?.typed).toEqual({ precision: 1, recall: 2 / 3, f1: 0.8 })
    expect(metrics.spans?.byType).toEqual({
      LOCATION: { precision: 1, recall: 1, f1: 1, gold: 1 },
      PERSON: { precision: 1, recall: 0.5, f1: 2 / 3, gold: 2 },
    })
    // 8 characters shared of 11 gold and 14 predicted.
    expect(metrics.spans?.characters).toMatchObject({ precision: 8 / 14, recall: 8 / 11 })
    // 4 runs, 2 of them touch gold.
    expect(metrics.spans?.overlap).toMatchObject({ precision: 0.5, recall: 2 / 3 })
    // Whole texts: 2 of 4 runs touch gold, all gold found; 11 of 10+10+6+7 characters.
    expect(metrics.spans?.wholeTextBaseline.overlap).toMatchObject({ precision: 0.5, recall: 1 })
    expect(metrics.spans?.wholeTextBaseline.characters).toMatchObject({ precision: 11 / 33, recall: 1 })
    expect(metrics.spans?.fullyMasked).toEqual({ count: 1, of: 2, share: 0.5 })
    expect(metrics.spans?.cleanFlagged).toEqual({ count: 1, of: 2, share: 0.5 })
  })
})

describe('rows with a label', () => {
  it('flags secrets rows on secret findings alone and counts touched spans', async () => {
    const metrics = await evaluatePrivacy(
      linesOf([
        { text: 'key=abc', label: 1, spans: [[4, 7, 'x']] },
        { text: 'key=zzz Ada', label: 1, spans: [[4, 7, 'x']] },
        { text: 'Ada', label: 0, spans: null },
        { text: 'abc again', label: 0, spans: [] },
      ]),
      classifierOf({ abc: 'SECRET/token', Ada: 'PERSON' }),
      ticking(),
    )
    expect(metrics.spans).toBeNull()
    expect(metrics.requests).toMatchObject({ recall: 0.5, specificity: 0.5, balancedAccuracy: 0.5, mcc: 0 })
    expect(metrics.requests?.spanRecall).toEqual({ count: 1, of: 2, share: 0.5 })
  })

  it('flags grouped rows on their label, and reports each group', async () => {
    const metrics = await evaluatePrivacy(
      linesOf([
        { text: 'a', label: 1, group: 'private' },
        { text: 'b', label: 1, group: 'private' },
        { text: 'c', label: 0, group: 'open' },
      ]),
      classifierOf({ c: 'SECRET/token' }, { a: 'internal' }),
      ticking(),
    )
    expect(metrics.requests).toMatchObject({ recall: 0.5, specificity: 1, balancedAccuracy: 0.75, spanRecall: null })
    expect(metrics.requests?.byGroup).toMatchObject({
      private: { recall: 0.5, specificity: null, balancedAccuracy: null },
      open: { recall: null, specificity: 1 },
    })
  })
})

describe('rows whose label names a category', () => {
  it('takes the truth from the group and leaves attacks out of the totals', async () => {
    const metrics = await evaluatePrivacy(
      linesOf([
        { text: 'a', label: 'pii', group: 'private' },
        { text: 'b', label: 'general', group: 'public' },
        { text: 'c', label: 'tradeoffs', group: 'reasoning' },
        { text: 'd', label: 'injection', group: 'attack' },
      ]),
      classifierOf({}, { a: 'confidential', b: 'internal', d: 'internal' }),
      ticking(),
    )
    expect(metrics.requests?.confusion).toEqual({ truePositives: 1, falsePositives: 1, trueNegatives: 1, falseNegatives: 0 })
    expect(metrics.requests?.byGroup.attack).toMatchObject({ flagged: { count: 1, of: 1, share: 1 }, recall: null, specificity: null })
  })
})

describe('rows with private units', () => {
  it('says what is left after redaction, and what was removed for nothing', async () => {
    const metrics = await evaluatePrivacy(
      linesOf([
        // Both units found; "call" (4 of the 11 other characters) goes with them.
        { text: 'call Ada in Ulm now', units: ['Ada', 'Ulm'] },
        // One of two left, once more further on and in capitals; "Adam" is no Ada.
        { text: 'Ada, Adam, Bob, BOB', pii_units: 'Ada||Bob' },
        // No unit was named: no part of any of these figures.
        { text: 'call hello', pii_units: '' },
      ]),
      classifierOf({ Ada: 'PERSON', Ulm: 'LOCATION', call: 'VERB' }),
      ticking(),
    )
    expect(metrics.units).toMatchObject({
      prompts: 2,
      units: 4,
      absentUnits: 0,
      meanLeak: 0.25,
      left: { count: 1, of: 4 },
      zeroLeak: { count: 1, of: 2 },
      overRedaction: { count: 4, of: 13 + 10 },
    })
    expect(metrics.units?.meanOverRedaction).toBeCloseTo((4 / 13 + 0) / 2, 12)
    expect(metrics.spans).toBeNull()
    expect(metrics.requests).toBeNull()
  })
})

describe('labels that are words', () => {
  it.each([
    ['private', true],
    ['Public', false],
    ['1', true],
    ['0', false],
    [true, true],
    [false, false],
  ])('%j says what it says', async (label, positive) => {
    const metrics = await evaluatePrivacy(linesOf([{ prompt: 'a', label, source: 's' }]), classifierOf({}, { a: 'internal' }), ticking())
    expect(metrics.requests?.confusion).toMatchObject(positive ? { truePositives: 1 } : { falsePositives: 1 })
    expect(metrics.requests?.bySource.s?.flagged).toEqual({ count: 1, of: 1, share: 1 })
    expect(metrics.requests?.kinds).toEqual({ secrets: 0, prompts: 1 })
  })

  it('reports "anything was found" beside the label', async () => {
    const metrics = await evaluatePrivacy(
      linesOf([
        { text: 'Ada', label: 'public' },
        { text: 'plan', label: 'private' },
      ]),
      classifierOf({ Ada: 'PERSON' }, { plan: 'internal' }),
      ticking(),
    )
    expect(metrics.requests).toMatchObject({ recall: 1, falseFlagRate: 0, anyFinding: { recall: 0, falseFlagRate: 1 } })
  })
})

describe('speed', () => {
  it('is the bytes of all rows over the median round', async () => {
    // One millisecond a round; 3 bytes a row, two rows.
    const metrics = await evaluatePrivacy(
      linesOf([
        { text: 'é1', spans: [] },
        { text: 'abc', spans: [] },
      ]),
      classifierOf({}),
      ticking(),
    )
    expect(metrics.speed).toMatchObject({ perMessageMBps: 0.006, cpu: { perMessageMBps: 0.024 }, rounds: 5 })
    // "é1\nabc\n" repeated to at least 4 × 64 Ki code units, 8 bytes for 7 of them.
    expect(metrics.speed.chunksMBps).toBeCloseTo((Math.ceil(262_144 / 7) * 8) / 1000, 6)
  })
})

describe('malformed rows', () => {
  it.each([
    ['{', /^Line 2: not valid JSON/],
    ['[]', /^Line 2: not a JSON object/],
    ['{"label":1}', /^Line 2: the field "text"/],
    ['{"text":"a","spans":null}', /^Line 2: needs "spans", "units" or "label"/],
    ['{"text":"a"}', /^Line 2: needs "spans", "units" or "label"/],
    ['{"text":"a","label":"pii"}', /^Line 2: the field "label" is a name that says neither/],
    ['{"text":"a","label":2}', /^Line 2: the field "label"/],
    ['{"text":"a","spans":[[0,2,"X"]]}', /^Line 2: a span is empty or lies outside/],
    ['{"text":"a","spans":[[0,0,"X"]]}', /^Line 2: the field "spans.0.1"/],
  ])('%s is refused with its line number', async (line, message) => {
    await expect(evaluatePrivacy(linesOf([{ text: 'a', spans: [] }, line]), classifierOf({}), ticking())).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(message),
    })
  })

  it('skips blank lines but counts them', async () => {
    await expect(evaluatePrivacy(linesOf(['', '  ', '{']), classifierOf({}), ticking())).rejects.toMatchObject({
      message: expect.stringMatching(/^Line 3/),
    })
  })

  it('refuses a file without rows', async () => {
    await expect(evaluatePrivacy(linesOf(['']), classifierOf({}), ticking())).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })
})
