import { expect, it } from 'vitest'
import { sampleDecision } from '../storage/storage-samples.ts'
import { notStarted } from './not-started.ts'

it('a route that may run has no reason against it', () => {
  expect(notStarted('local', sampleDecision({ allowedRoutes: ['local'] }))).toBeNull()
})

it('one that may not names the route and the label, or that all stays here', () => {
  const decision = sampleDecision({ allowedRoutes: ['local'], label: 'restricted' })
  expect(notStarted('hybrid', decision)).toBe('Not started: the policy does not allow the route hybrid for a text that is restricted.')
  const stays = sampleDecision({ allowedRoutes: ['local'], options: { ...decision.options, privacyMode: 'local-only' } })
  expect(notStarted('hybrid', stays)).toBe('Not started: this workspace, or this request, is local only.')
})
