import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkWordTable, eachWord, packWordTable } from './word-table.ts'

describe('a packed word table', () => {
  it('gives back every hash with its number', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.nat(0x3fffff))), (pairs) => {
        const entries = new Map(pairs)
        const packed = packWordTable(entries)
        const read = new Map<number, number>()
        eachWord(packed, (hash, value) => read.set(hash, value))
        expect(checkWordTable(packed, 'x.bin')).toBe(entries.size)
        expect(read).toEqual(entries)
      }),
    )
  })

  it('says which file is damaged, cut off or something else', () => {
    const packed = packWordTable(
      new Map([
        [7, 1],
        [9, 2],
      ]),
    )
    expect(() => checkWordTable(packed.with(13, 99), 'gazetteer.bin')).toThrow('gazetteer.bin is damaged')
    expect(() => checkWordTable(packed.subarray(0, packed.length - 1), 'gazetteer.bin')).toThrow('gazetteer.bin is damaged')
    expect(() => checkWordTable(new Uint8Array(40), 'clusters.bin')).toThrow('clusters.bin is no word table')
    expect(() => checkWordTable(new Uint8Array(0), 'clusters.bin')).toThrow('clusters.bin is no word table')
  })
})
