import { expect, test } from 'vitest'
import { refusalText } from '../../ui/refusal-text.ts'
import { endText, verificationText } from './ledger-text.ts'

test('how a request ended is told in a word', () => {
  expect(endText({ end: 'answered', status: 200 }).text).toBe('Sent')
  expect(endText({ end: 'answered', status: 503 }).text).toBe('Sent, answer 503')
  expect(endText({ end: 'open', status: null }).text).toBe('Sent, no answer')
  expect(endText({ end: 'refused', status: null }).text).toBe('Refused')
})

test('a reason that is not known is shown as it is, never as nothing', () => {
  expect(refusalText('CREDENTIAL_IN_PAYLOAD')).toBe('A key was in the text that was to leave.')
  expect(refusalText('SOMETHING_NEW')).toBe('SOMETHING_NEW')
  expect(refusalText(null)).toBe('The guard said no.')
})

test('a verification says what was found and what vouches for the end', () => {
  const whole = { ok: true, entries: 4, brokenAt: null, problem: null, headHash: 'x', anchor: 'signed' } as const
  expect(verificationText(whole)).toBe('Chain intact: 4 entries verified. Its end agrees with the signed record beside the database.')
  expect(verificationText({ ...whole, ok: false, brokenAt: 3, problem: 'its payload was changed' })).toContain(
    'Chain broken at entry 3: its payload was changed.',
  )
})
