import { describe, expect, it } from 'vitest'
import { checkCharacters, crc32, hasTokenChecksum, withTokenChecksum } from './token-checksum.ts'

describe('check characters of tokens', () => {
  it('are a CRC-32', () => {
    // The check value that every description of this CRC gives.
    expect(crc32('123456789')).toBe(0xcbf43926)
    expect(crc32('')).toBe(0)
  })

  it('are six characters, filled up with noughts', () => {
    expect(checkCharacters('')).toBe('000000')
    expect(checkCharacters('123456789')).toHaveLength(6)
  })

  it('tell a token that could have been issued from one that somebody typed', () => {
    const token = withTokenChecksum(`ghp_${'aB3'.repeat(10)}000000`)
    expect(token).toHaveLength(40)
    expect(hasTokenChecksum(token)).toBe(true)
    expect(hasTokenChecksum(`${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`)).toBe(false)
  })
})
