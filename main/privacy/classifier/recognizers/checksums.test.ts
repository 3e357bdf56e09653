import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gs1, iban, isDay, luhn, mod11x2, mod11x10, modulo, verhoeff, weighted } from './checksums.ts'

/** Every text that differs from the given one in exactly one digit. */
function withOneDigitChanged(value: string): string[] {
  return [...value].flatMap((letter, index) =>
    /\d/.test(letter)
      ? [...'0123456789'].filter((digit) => digit !== letter).map((digit) => value.slice(0, index) + digit + value.slice(index + 1))
      : [],
  )
}

describe('check digits', () => {
  it.each<[string, (value: string) => boolean, string]>([
    ['Luhn', luhn, '5555555555554444'],
    ['Luhn', luhn, '378282246310005'],
    ['IBAN', iban, 'DE89370400440532013000'],
    ['IBAN', iban, 'GB82WEST12345698765432'],
    ['IBAN', iban, 'NO9386011117947'],
    ['IBAN', iban, 'LC55HEMM000100010012001200023015'],
    ['Verhoeff', verhoeff, '234123412346'],
    ['MOD 11,10', mod11x10, '86095742719'],
    ['MOD 11-2', mod11x2, '11010519491231002X'],
    ['GS1', gs1, '7569217076985'],
  ])('%s accepts a published number and refuses each of its one-digit typos: %s', (_name, check, value) => {
    expect(check(value)).toBe(true)
    for (const typo of withOneDigitChanged(value)) expect(`${typo} ${check(typo)}`).toBe(`${typo} false`)
  })

  it('reads past the separators that people write', () => {
    expect(luhn('5555 5555-5555 4444')).toBe(true)
    expect(iban('DE89 3704 0044 0532 0130 00')).toBe(true)
    expect(verhoeff('2341 2341 2346')).toBe(true)
  })

  it('refuses an IBAN of another length than its country has, and an unknown country', () => {
    expect(iban('DE8937040044053201300')).toBe(false)
    expect(iban('ZZ89370400440532013000')).toBe(false)
  })

  it('refuses nothing at all', () => {
    for (const check of [luhn, iban, verhoeff, gs1]) expect(check('')).toBe(false)
  })

  it('takes the remainder of numerals beyond the safe integers', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.integer({ min: 2, max: 997 }), (numeral, divisor) => {
        expect(modulo(String(numeral), divisor)).toBe(Number(numeral % BigInt(divisor)))
      }),
    )
  })

  it('weighs digit by digit', () => {
    expect(weighted('123', [3, 2, 1])).toBe(10)
  })

  it('knows the days of the calendar', () => {
    expect([isDay(2, 29), isDay(12, 31), isDay(6, 30)]).toEqual([true, true, true])
    expect([isDay(2, 30), isDay(13, 1), isDay(0, 1), isDay(4, 31), isDay(1, 0)]).toEqual([false, false, false, false, false])
  })
})
