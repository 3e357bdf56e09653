import { expect, it } from 'vitest'
import { requestsThatLeft, withBytesThatLeft } from './requests-that-left.ts'

it('what was refused, or had no connection to leave by, has not left', () => {
  const request = { kind: 'request', verdict: 'allowed', reason: null, requestSeq: null } as const
  const entries = [
    { ...request, seq: 1 },
    { ...request, seq: 2, kind: 'outcome', requestSeq: 1 } as const,
    { ...request, seq: 3 },
    { ...request, seq: 4, kind: 'outcome', requestSeq: 3, reason: 'NOT_SENT' } as const,
    { ...request, seq: 5, verdict: 'refused', reason: 'PLAIN_HTTP' } as const,
    // Whether it left is not known.
    { ...request, seq: 6 },
    { ...request, seq: 7, kind: 'outcome', requestSeq: 6, reason: 'NO_RESPONSE' } as const,
  ]
  expect(requestsThatLeft(entries).map(({ seq }) => seq)).toEqual([1, 6])
})

it('what was recorded and then had no connection counts no bytes, whatever the order', () => {
  const request = { kind: 'request', verdict: 'allowed', reason: null, requestSeq: null, bytesOut: 70 } as const
  const entries = [
    { ...request, seq: 1 },
    { ...request, seq: 2, kind: 'outcome', requestSeq: 1, reason: 'NOT_SENT', bytesOut: 0 } as const,
    { ...request, seq: 3 },
  ]
  const left = [{ ...request, seq: 1, bytesOut: 0, reason: 'NOT_SENT' }, entries[1], entries[2]]
  expect(withBytesThatLeft(entries)).toEqual(left)
  expect(withBytesThatLeft(entries.toReversed())).toEqual(left.toReversed())
})
