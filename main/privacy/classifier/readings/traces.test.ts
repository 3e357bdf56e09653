import { describe, expect, it } from 'vitest'
import { hasBrokenNumber, hasDottedWord, hasGroupOfFour, hasHexRun, hasMixedRun, hasSpacedRow, longCodes } from './traces.ts'

const hasLongCode = (text: string): boolean => longCodes(text).length > 0
const PROSE = 'The tide comes in twice a day (at 6.15 and at 18.40); see chapter 7,\np. 12, of the well-kept book.'

describe('what a disguise leaves behind', () => {
  it.each([
    ['characters one by one', hasSpacedRow, ['4 5 3 9 5 7 8 7', `${PROSE}A.K.I.A.Q.7.Z.P`, '💜 💜 💜 💜 💜 💜 💜', 'a_b_c_d_e_f_g']],
    ['full stops between all', hasDottedWord, ['call a.n.n.a today', '(x.y)', 'a.b']],
    ['hyphens after each fourth', hasGroupOfFour, ['key ghp_-KfeU', 'ab12-cd34', 'see "ab12-cd34"']],
    ['a number over lines', hasBrokenNumber, ['4539 57\n87 6362', 'TA 72 \r\n034', '(12)\n-345']],
    ['a code with a digit', hasLongCode, ['key AKIAQ7ZP4MNX', 'at 12:34:56.789', 'abcdefgh9']],
    ['hexadecimal', hasHexRun, ['35 33 36 2d', 'it is deadbeef', '35:33:36:2d']],
    ['base64', hasMixedRun, ['aGVsbG8gd29ybGQ', 'abcdefgh\nabCD', 'abcdefgh=', 'abcd1234']],
  ])('is noticed: %s', (_what, hasTrace, texts) => {
    for (const text of texts) {
      // Wherever it stands in a text.
      for (let before = 0; before < 9; before += 1) expect(hasTrace(`${' '.repeat(before)}${text} and so on`), text).toBe(true)
      expect(hasTrace(text), text).toBe(true)
    }
  })

  it.each([
    ['characters one by one', hasSpacedRow, PROSE],
    ['full stops between all', hasDottedWord, 'The end. A new line.\nAnd so on...'],
    ['hyphens after each fourth', hasGroupOfFour, PROSE.replace('well', 'often')],
    ['a number over lines', hasBrokenNumber, `${'the tide\nCOMES in '.repeat(40)}12345`],
    ['a code with a digit', hasLongCode, PROSE],
    ['hexadecimal', hasHexRun, PROSE],
    ['base64', hasMixedRun, PROSE],
  ])('is not seen in ordinary text: %s', (_what, hasTrace, text) => {
    expect(hasTrace(text)).toBe(false)
    expect(hasTrace('')).toBe(false)
  })
})
