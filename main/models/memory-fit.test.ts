import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryFit } from './memory-fit.ts'

const GIB = 2 ** 30
/** Llama 3.2 3B at Q4_K_M: 28 layers, 8 kv-heads, 128 wide; 112 KiB of cache a token. */
const LLAMA_3B = { weightBytes: 1.87 * GIB, cacheBytesPerToken: 28 * 8 * (128 + 128) * 2, vocabulary: 128_256, embedding: 3_072 }

describe('whether a model fits', () => {
  it('is told with the context that there is memory for', () => {
    expect(memoryFit(LLAMA_3B, 8 * GIB, 131_072, 8_192)).toMatchObject({ fits: true, contextTokens: 8_192, limitedBy: null })
    // 1.87 GiB of weights, 0.88 of cache, 0.16 for the process, 0.29 for its work.
    expect(memoryFit(LLAMA_3B, 8 * GIB, 131_072, 8_192).needsBytes / GIB).toBeCloseTo(1.87 + 0.875 + 0.156 + 0.292, 2)
    const tight = memoryFit(LLAMA_3B, 2.8 * GIB, 131_072, 8_192)
    expect(tight).toMatchObject({ fits: true, limitedBy: 'memory' })
    expect(tight.contextTokens).toBeGreaterThanOrEqual(2_048)
    expect(tight.contextTokens).toBeLessThan(8_192)
    const none = memoryFit(LLAMA_3B, 2 * GIB, 131_072, 8_192)
    expect(none).toMatchObject({ fits: false, contextTokens: 2_048 })
    expect(none.needsBytes).toBeGreaterThan(2 * GIB)
  })

  it('never gives more context than the model was trained for, or than was asked for', () => {
    expect(memoryFit(LLAMA_3B, 64 * GIB, 4_096, 8_192).contextTokens).toBe(4_096)
    expect(memoryFit(LLAMA_3B, 64 * GIB, null, 1_024)).toMatchObject({ fits: true, contextTokens: 1_024 })
  })

  it('promises no more than there is, and no less when there is more', () => {
    const shape = fc.record({
      weightBytes: fc.integer({ min: 0, max: 2 ** 40 }),
      cacheBytesPerToken: fc.integer({ min: 0, max: 2 ** 22 }),
      vocabulary: fc.integer({ min: 0, max: 300_000 }),
      embedding: fc.integer({ min: 0, max: 16_384 }),
    })
    const bytes = fc.integer({ min: 0, max: 2 ** 42 })
    fc.assert(
      fc.property(shape, bytes, bytes, fc.integer({ min: 256, max: 1_000_000 }), (model, one, other, wanted) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const tight = memoryFit(model, less, null, wanted)
        const roomy = memoryFit(model, more, null, wanted)
        if (tight.fits) expect(tight.needsBytes).toBeLessThanOrEqual(less)
        else expect(tight.needsBytes).toBeGreaterThan(less)
        if (tight.fits) expect(roomy.contextTokens).toBeGreaterThanOrEqual(tight.contextTokens)
        if (tight.fits) expect(roomy.fits).toBe(true)
      }),
    )
  })
})
