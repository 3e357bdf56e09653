import { describe, expect, it } from 'vitest'
import { byModel, correctionSentence, everInUse, measuredWords } from './model-text.ts'

const stats = {
  provider: 'ollama',
  model: 'llama3.2:3b',
  bucket: 0,
  attempts: 12.4,
  failures: 0,
  firstTokens: 12,
  logFirstToken: Math.log(350),
  rates: 11,
  logRate: Math.log(24.6),
  lengths: 0,
  logLength: 0,
  at: 1,
}

describe('what was measured', () => {
  it('reads as rates and times, not as logarithms', () => {
    expect(measuredWords(stats)).toEqual({
      context: 'up to 1,000 tokens',
      speed: '25 tokens/s',
      firstWords: '350 ms',
      attempts: '12',
      failures: 'none',
    })
  })

  it('says what is not known yet, and how often it failed', () => {
    expect(measuredWords({ ...stats, bucket: 3, attempts: 2, failures: 1, firstTokens: 0, rates: 0 })).toEqual({
      context: 'over 16,000 tokens',
      speed: 'not known yet',
      firstWords: 'not known yet',
      attempts: '2',
      failures: '50 %',
    })
  })

  it('stands by model, short contexts first', () => {
    const rows = [{ ...stats, bucket: 2 }, stats, { ...stats, provider: 'hosted' }].sort(byModel)
    expect(rows.map(({ provider, bucket }) => `${provider} ${bucket}`)).toEqual(['hosted 0', 'ollama 0', 'ollama 2'])
  })
})

describe('a correction', () => {
  it('is told by what it makes of an even chance', () => {
    const calibration = { version: 1, local: { slope: 1, offset: -1 }, hosted: { slope: 0.5, offset: 0 } }
    expect(correctionSentence({ calibration })).toBe('An even chance counts as 27 % for a local model, and as 50 % for a hosted one.')
  })

  it('can be gone back to when it was in use before', () => {
    const json = (version: number) => JSON.stringify({ version, local: { slope: 1, offset: 0 }, hosted: { slope: 1, offset: 0 } })
    expect([
      ...everInUse([
        { what: 'calibration', before: json(2), after: json(5) },
        { what: 'weights', before: '{"version":9}', after: '{"version":9}' },
        { what: 'calibration', before: json(0), after: json(2) },
      ]),
    ]).toEqual([2, 5, 0])
  })
})
