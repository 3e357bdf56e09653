import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createValueText } from './value-text.ts'

const { encode, decode } = createValueText()

describe('values on their way between Node and a page', () => {
  it('come back as they were', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.double({ noNaN: false }),
        fc.boolean(),
        fc.constantFrom(null, undefined),
        fc.bigInt(),
        fc.date({ noInvalidDate: true }),
        fc.uint8Array(),
        fc.array(tie('any')),
        fc.dictionary(fc.string(), tie('any')).map((fields) => ({ ...fields })),
        fc.record({ t: fc.string(), v: tie('any') }),
        fc.array(tie('any')).map((items) => new Set(items)),
        fc.array(fc.tuple(fc.string(), tie('any'))).map((items) => new Map(items)),
      ),
    })).any
    fc.assert(
      fc.property(value, (sent) => {
        const safe = fc.stringify(sent)
        fc.pre(!safe.includes('__proto__'))
        expect(decode(encode(sent))).toEqual(sent)
      }),
    )
  })

  it('keeps the sign of nothing', () => {
    expect(decode(encode([-0, 0]))).toEqual([-0, 0])
  })

  it('refuses what cannot be cloned', () => {
    expect(() => encode({ call: () => 1 })).toThrow('could not be cloned')
    expect(() => encode(Symbol('x'))).toThrow('could not be cloned')
  })
})
