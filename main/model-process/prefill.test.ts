import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { describe, expect, it } from 'vitest'
import { prefill } from './prefill.ts'

/** A context that takes `msPerToken` to read, and keeps the lengths of the pieces it was given. */
function contextOf(msPerToken: number, kept = 0) {
  const pieces: number[] = []
  const sequence = {
    nextTokenIndex: kept,
    adaptStateToTokens: () => Promise.resolve(),
    evaluateWithoutGeneratingNewTokens: (piece: Token[]) => {
      pieces.push(piece.length)
      const until = performance.now() + piece.length * msPerToken
      while (performance.now() < until);
      return Promise.resolve()
    },
  }
  return { pieces, sequence: sequence as unknown as LlamaContextSequence }
}
const tokens = (length: number) => Array.from({ length }, (_, at) => at as Token)
const never = new AbortController().signal
const sum = (pieces: readonly number[]) => pieces.reduce((all, one) => all + one, 0)

describe('the pieces of a prompt', () => {
  it.each([65, 127, 128, 129, 700, 2_049, 4_095])(
    'are never shorter than a tile nor longer than a batch, for %i tokens',
    async (length) => {
      for (const msPerToken of [0, 0.1, 2]) {
        if (length * msPerToken > 1_000) continue
        const { pieces, sequence } = contextOf(msPerToken)
        await prefill(sequence, tokens(length), never)
        expect(sum(pieces)).toBe(length)
        expect(Math.min(...pieces)).toBeGreaterThanOrEqual(64)
        expect(Math.max(...pieces)).toBeLessThanOrEqual(512)
      }
    },
  )

  it('are as long as the speed that is seen allows', async () => {
    const quick = contextOf(0)
    await prefill(quick.sequence, tokens(4_000), never)
    expect(quick.pieces.slice(0, 4)).toEqual([64, 128, 256, 448])
    const slow = contextOf(1)
    await prefill(slow.sequence, tokens(640), never)
    expect(slow.pieces.every((length) => length === 64)).toBe(true)
  })

  it('hold only what the context does not hold already', async () => {
    const { pieces, sequence } = contextOf(0, 90)
    await prefill(sequence, tokens(100), never)
    expect(pieces).toEqual([10])
  })

  it('end at the next border when the signal is aborted', async () => {
    const stop = new AbortController()
    const { pieces, sequence } = contextOf(1)
    const read = prefill(sequence, tokens(2_000), stop.signal)
    setTimeout(() => stop.abort(new Error('stopped')), 0)
    const evaluate = sequence.evaluateWithoutGeneratingNewTokens.bind(sequence)
    sequence.evaluateWithoutGeneratingNewTokens = async (piece) => {
      await evaluate(piece)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await expect(read).rejects.toThrow('stopped')
    expect(pieces.length).toBeLessThanOrEqual(3)
  })
})
