import { describe, expect, it } from 'vitest'
import { base58Check, bech32 } from './crypto-address.ts'

/** Every text in which one letter was replaced by another that the alphabet has. */
function typos(value: string, other: readonly [string, string]): string[] {
  return [...value].map((letter, index) => value.slice(0, index) + (letter === other[0] ? other[1] : other[0]) + value.slice(index + 1))
}

describe('addresses of coins', () => {
  it.each(['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'])('Base58Check proves %s', (value) => {
    expect(base58Check(value)).toBe(true)
    for (const typo of typos(value, ['x', 'y'])) expect(`${typo} ${base58Check(typo)}`).toBe(`${typo} false`)
    expect(base58Check(`${value}0`)).toBe(false)
  })

  it.each(['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', 'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr'])(
    'Bech32 proves %s',
    (value) => {
      expect(bech32(value)).toBe(true)
      expect(bech32(value.toUpperCase())).toBe(true)
      for (const typo of typos(value.slice(4), ['q', 'p']))
        expect(`${typo} ${bech32(`bc1${value.charAt(3)}${typo}`)}`).toBe(`${typo} false`)
    },
  )

  it('refuse what is none', () => {
    for (const value of ['', '1', 'bc1', '1111', 'BC1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'])
      expect([base58Check(value), bech32(value)]).toEqual([false, false])
  })
})
