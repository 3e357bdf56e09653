import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRateHeaders } from './rate-headers.ts'

const DATE = 'Sun, 29 Nov 2026 12:00:00 GMT'
const AT = Date.parse(DATE)

describe('the headers of a limit', () => {
  it('reads Langbase’s, by the clock of the server', () => {
    const headers = { 'lb-ratelimit-limit': '25', 'lb-ratelimit-remaining': '7', 'lb-ratelimit-reset': String(AT / 1_000 + 12), date: DATE }
    expect(readRateHeaders(headers, AT + 9_000_000)).toEqual({ perMinute: 25, remaining: 7, resetInMs: 12_000 })
    const { date: _date, ...undated } = headers
    expect(readRateHeaders(undated, AT + 2_000)).toMatchObject({ resetInMs: 10_000 })
  })

  it.each([
    ['1s', 1_000],
    ['6m0s', 360_000],
    ['120ms', 120],
    ['1h2m3.5s', 3_723_500],
    ['30m', 1_800_000],
  ])('reads OpenAI’s reset %s', (reset, resetInMs) => {
    const headers = { 'x-ratelimit-remaining-requests': '59', 'x-ratelimit-reset-requests': reset }
    expect(readRateHeaders(headers, AT)).toEqual({ perMinute: null, remaining: 59, resetInMs })
  })

  it('takes nothing from headers that are not complete or make no sense', () => {
    for (const headers of [
      {},
      { 'lb-ratelimit-remaining': '7' },
      { 'lb-ratelimit-remaining': '-1', 'lb-ratelimit-reset': '5' },
      { 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-reset-requests': 'soon' },
      { 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-reset-requests': '' },
    ]) {
      expect(readRateHeaders(headers, AT)).toBeNull()
    }
  })

  it('never asks for a wait that is negative or longer than a day, whatever a server writes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (limit, remaining, reset) => {
        const read = readRateHeaders({ 'lb-ratelimit-limit': limit, 'lb-ratelimit-remaining': remaining, 'lb-ratelimit-reset': reset }, AT)
        expect(read === null || (read.resetInMs >= 0 && read.resetInMs <= 86_400_000 && read.remaining >= 0)).toBe(true)
      }),
    )
    const far = { 'lb-ratelimit-remaining': '0', 'lb-ratelimit-reset': '999999999999' }
    expect(readRateHeaders(far, AT)).toMatchObject({ resetInMs: 86_400_000 })
  })
})
