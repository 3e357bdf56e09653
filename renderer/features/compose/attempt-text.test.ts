import { describe, expect, it } from 'vitest'
import type { Attempt } from '#contracts/generation.ts'
import { attemptText, engineOfAttempt, strategyText } from './attempt-text.ts'

const attempt: Attempt = {
  id: 'att_1',
  generationId: 'gen_1',
  ordinal: 1,
  provider: 'langbase',
  model: 'writer',
  locality: 'hosted',
  route: 'hybrid',
  state: 'succeeded',
  startedAt: 1_000,
  endedAt: 3_000,
  ttftMs: 300,
  usage: { inputTokens: 1, outputTokens: 1 },
  costUsd: 0,
  error: null,
  resends: 0,
  mayBeCharged: false,
}
const part = { strategy: 'split', number: 2, of: 3, why: '1 of 3 parts holds nothing private.' } as const

it('the engine of an attempt has the name that the finished draft will have', () => {
  expect(engineOfAttempt(attempt)).toBe('writer (hosted model, masked text)')
  expect(engineOfAttempt({ ...attempt, route: 'hosted' })).toBe('writer (hosted model)')
  expect(engineOfAttempt({ ...attempt, provider: 'ollama', locality: 'local', route: 'local' })).toBe('writer (local model)')
  expect(engineOfAttempt({ ...attempt, provider: 'extractive', model: 'extractive', locality: 'local' })).toBe('extractive')
})

describe('an attempt in a line', () => {
  it('says who wrote, where, and how long it took', () => {
    expect(attemptText(attempt)).toBe('langbase, writer, hosted: done after 2 s')
    expect(attemptText({ ...attempt, provider: 'extractive', locality: 'local', part })).toBe(
      'Part 2 of 3: Extractive engine, on this machine: done after 2 s',
    )
  })

  it('does not hide what may have been paid in vain', () => {
    const error = { code: 'STREAM_TRUNCATED', message: 'The answer broke off.' } as const
    expect(attemptText({ ...attempt, state: 'failed', resends: 2, mayBeCharged: true, error })).toBe(
      'langbase, writer, hosted: failed after 2 s, sent again 2 times. The answer broke off. It may have been charged, and was not sent again.',
    )
  })

  it('ends every sentence once', () => {
    const error = { code: 'STREAM_TRUNCATED', message: 'The answer broke off.' } as const
    expect(attemptText({ ...attempt, state: 'failed', error, note: 'Begun anew' })).toBe(
      'langbase, writer, hosted: failed after 2 s. The answer broke off. Begun anew.',
    )
  })

  it('tells the way of a hybrid execution once', () => {
    expect(strategyText([attempt])).toBeNull()
    expect(strategyText([attempt, { ...attempt, part }])).toMatchObject({ why: part.why })
  })
})
