import { describe, expect, it } from 'vitest'
import type { ProviderChunk } from '../types.ts'
import { createFakeTimers } from './fake-timers.ts'
import { hedged } from './hedge.ts'

/** A request that answers when it is told to. */
function scripted() {
  const begun: { answer(text: string): void; fail(error: unknown): void; readonly signal: AbortSignal }[] = []
  async function* open(signal: AbortSignal): AsyncGenerator<ProviderChunk> {
    const gate = Promise.withResolvers<string>()
    begun.push({ answer: gate.resolve, fail: gate.reject, signal })
    yield { type: 'text', delta: await gate.promise }
    yield { type: 'end', finishReason: 'stop', usage: null, threadId: null, model: null }
  }
  return { begun, open }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

async function textOf(chunks: AsyncIterable<ProviderChunk>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) if (chunk.type === 'text') text += chunk.delta
  return text
}

function start(signal = new AbortController().signal) {
  const { begun, open } = scripted()
  const timers = createFakeTimers()
  let hedges = 0
  const text = textOf(hedged(open, { signal, timers, afterMs: 900, onHedge: () => (hedges += 1) }))
  text.catch(() => undefined)
  return { begun, timers, text, hedges: () => hedges }
}

describe('a request that is asked twice when the first is slow', () => {
  it('goes out once when the answer is in time', async () => {
    const { begun, timers, text, hedges } = start()
    begun[0]?.answer('in time')
    expect(await text).toBe('in time')
    timers.advance(5_000)
    await settled()
    expect(begun).toHaveLength(1)
    expect(hedges()).toBe(0)
  })

  it.each([0, 1])('reads whichever answers first, and cuts the other off (%i)', async (winner) => {
    const { begun, timers, text, hedges } = start()
    timers.advance(900)
    await settled()
    expect(begun).toHaveLength(2)
    begun[winner]?.answer(`from ${winner}`)
    expect(await text).toBe(`from ${winner}`)
    expect(hedges()).toBe(1)
    expect(begun[1 - winner]?.signal.aborted).toBe(true)
  })

  it('waits for the first alone where a second may not be paid, and needs no permission where the first answers meanwhile', async () => {
    for (const allowed of [Promise.resolve(false), new Promise<boolean>(() => undefined)]) {
      const { begun, open } = scripted()
      const timers = createFakeTimers()
      let hedges = 0
      const signal = new AbortController().signal
      const text = textOf(hedged(open, { signal, timers, afterMs: 900, mayHedge: () => allowed, onHedge: () => (hedges += 1) }))
      await settled()
      timers.advance(900)
      await settled()
      begun[0]?.answer('late')
      expect(await text).toBe('late')
      expect([begun.length, hedges]).toEqual([1, 0])
    }
  })

  it('leaves the field to the other when one fails, and fails when both do', async () => {
    const one = start()
    one.timers.advance(900)
    await settled()
    one.begun[0]?.fail(new Error('broken'))
    one.begun[1]?.answer('whole')
    expect(await one.text).toBe('whole')

    const two = start()
    two.timers.advance(900)
    await settled()
    two.begun[0]?.fail(new Error('first'))
    two.begun[1]?.fail(new Error('second'))
    await expect(two.text).rejects.toThrow('second')
  })

  it('throws the failure of the first at once, before another goes out', async () => {
    const { begun, text } = start()
    begun[0]?.fail(new Error('broken'))
    await expect(text).rejects.toThrow('broken')
    expect(begun).toHaveLength(1)
  })
})
