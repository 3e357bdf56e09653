import { expect, it } from 'vitest'
import { parseUsd } from './parse-usd.ts'

it('reads an amount as people type it', () => {
  for (const [text, value] of [
    ['2.50', 2.5],
    ['2,5', 2.5],
    ['$3', 3],
    [' 0 ', 0],
    ['.5', 0.5],
  ] as const)
    expect(parseUsd(text, true)).toBe(value)
})

it('takes nothing for no limit only where there may be none', () => {
  expect(parseUsd('', true)).toBeNull()
  expect(parseUsd('', false)).toBeUndefined()
})

it('refuses what is no amount', () => {
  for (const text of ['-1', 'abc', '1.2.3', '1e9', '10000001', '1,000,000']) expect(parseUsd(text, true)).toBeUndefined()
})
