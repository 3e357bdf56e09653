import { describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import type { Embedder } from '../../providers/embedding/index.ts'
import { silentLog } from '../../telemetry/index.ts'
import { createQuestionVectors } from './question-vectors.ts'

const TOO_LATE = { note: 'Found by words alone: the embedding model did not answer within 300 ms.' }

/** An embedder that answers when it is told to, and a clock that moves when it is told to. */
function setUp() {
  const calls: { text: string; answer: PromiseWithResolvers<number[][]>; signal: AbortSignal }[] = []
  const due: { at: number; run: () => void }[] = []
  let now = 0
  const embedder = (key = 'one'): Embedder => ({
    provider: 'box',
    model: 'm',
    key,
    atOnce: 4,
    locality: async () => 'local',
    embed([text = ''], signal) {
      const answer = Promise.withResolvers<number[][]>()
      calls.push({ text, answer, signal })
      return answer.promise
    },
  })
  const questions = createQuestionVectors({
    clock: { now: () => now, monotonic: () => now },
    log: silentLog,
    timers: {
      after(ms, run) {
        const entry = { at: now + ms, run }
        due.push(entry)
        return () => void due.splice(due.indexOf(entry), due.includes(entry) ? 1 : 0)
      },
    },
  })
  const pass = (ms: number): void => {
    now += ms
    for (const entry of due.filter(({ at }) => at <= now)) entry.run()
  }
  return { questions, embedder, calls, pass, due }
}

describe('the vector of a question', () => {
  it('is there when the model answers in time, and is not asked for again', async () => {
    const { questions, embedder, calls, pass, due } = setUp()
    const asked = questions.vectorOf('where is the gate', embedder())
    pass(299)
    calls[0]?.answer.resolve([[1, -1, 0.5]])
    expect(await asked).toMatchObject({ dimension: 3 })
    expect(await questions.vectorOf('where is the gate', embedder())).toEqual(await asked)
    expect(calls).toHaveLength(1)
    expect(due).toEqual([])
    // Another model makes another vector.
    void questions.vectorOf('where is the gate', embedder('two'))
    expect(calls).toHaveLength(2)
  })

  it('is given up after 300 ms, while the model goes on loading for the next question', async () => {
    const { questions, embedder, calls, pass } = setUp()
    const asked = questions.vectorOf('a', embedder())
    pass(300)
    expect(await asked).toEqual(TOO_LATE)
    expect(calls[0]?.signal.aborted).toBe(false)
    calls[0]?.answer.resolve([[1, 0]])
    await calls[0]?.answer.promise
    await Promise.resolve()
    expect(await questions.vectorOf('a', embedder())).toMatchObject({ dimension: 2 })
    expect(calls).toHaveLength(1)
  })

  it('is not asked for behind two that nobody waits for any more, and those end at last', async () => {
    const { questions, embedder, calls, pass } = setUp()
    const both = [questions.vectorOf('a', embedder()), questions.vectorOf('b', embedder())]
    pass(300)
    await Promise.all(both)
    expect(await questions.vectorOf('c', embedder())).toEqual(TOO_LATE)
    expect(calls).toHaveLength(2)
    pass(30_000)
    expect(calls.every(({ signal }) => signal.aborted)).toBe(true)
  })

  it('is not asked for again for a while after a failure, which is told', async () => {
    const { questions, embedder, calls, pass } = setUp()
    const asked = questions.vectorOf('a', embedder())
    calls[0]?.answer.reject(new TidegateError('PROVIDER_NETWORK', 'Provider "box" cannot be reached.'))
    expect(await asked).toEqual({ note: 'Found by words alone. Provider "box" cannot be reached.' })
    expect(await questions.vectorOf('b', embedder())).toEqual(await asked)
    expect(calls).toHaveLength(1)
    pass(5_000)
    void questions.vectorOf('b', embedder())
    expect(calls).toHaveLength(2)
  })

  it('is no vector when the model sends none', async () => {
    const { questions, embedder, calls } = setUp()
    const asked = questions.vectorOf('a', embedder())
    calls[0]?.answer.resolve([[0, 0]])
    expect(await asked).toMatchObject({ note: expect.stringMatching(/sent a vector without a direction/) })
  })
})
