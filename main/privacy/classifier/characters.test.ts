import { expect, it } from 'vitest'
import { isSpace, LOWER } from './characters.ts'

it('every unit has the lower case that it has by itself, where that is one unit', () => {
  const wrong = Array.from({ length: 0x10000 }, (_, code) => code).filter((code) => {
    const lower = String.fromCharCode(code).toLowerCase()
    return LOWER[code] !== (lower.length === 1 ? lower.charCodeAt(0) : code)
  })
  expect(wrong).toEqual([])
})

it('blanks are those of patterns', () => {
  const wrong = Array.from({ length: 0x10000 }, (_, code) => code).filter((code) => isSpace(code) !== /\s/.test(String.fromCharCode(code)))
  expect(wrong).toEqual([])
})
