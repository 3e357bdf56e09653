import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLatest } from './latest.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('asks once for the last of several quick inputs', async () => {
  const run = vi.fn(async (input: string) => input.length)
  const onAnswer = vi.fn()
  const latest = createLatest({ delayMs: 60, run, onAnswer, onFailure: vi.fn() })
  for (const input of ['a', 'ab', 'abc']) latest.ask(input)
  await vi.advanceTimersByTimeAsync(60)
  expect(run).toHaveBeenCalledTimes(1)
  expect(onAnswer.mock.calls).toEqual([['abc', 3]])
})

test('drops an answer that a newer input has overtaken', async () => {
  const answers = new Map<string, (value: string) => void>()
  const onAnswer = vi.fn()
  const latest = createLatest<string, string>({
    delayMs: 60,
    run: (input) => new Promise((resolve) => answers.set(input, resolve)),
    onAnswer,
    onFailure: vi.fn(),
  })
  latest.ask('old')
  await vi.advanceTimersByTimeAsync(60)
  latest.ask('new')
  await vi.advanceTimersByTimeAsync(60)
  answers.get('new')?.('new answer')
  answers.get('old')?.('old answer')
  await vi.advanceTimersByTimeAsync(0)
  expect(onAnswer.mock.calls).toEqual([['new', 'new answer']])
})

test('reports a failure with its input', async () => {
  const failure = new Error('refused')
  const onFailure = vi.fn()
  const latest = createLatest({ delayMs: 0, run: () => Promise.reject(failure), onAnswer: vi.fn(), onFailure })
  latest.ask('x')
  await vi.advanceTimersByTimeAsync(0)
  expect(onFailure.mock.calls).toEqual([['x', failure]])
})
