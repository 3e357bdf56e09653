import type { JobOutcome } from '../types.ts'
import type { How } from './commands.ts'

/** What a handler that ends so has to say. */
export function outcomeOf(how: How, retryAt: number): JobOutcome {
  const error = { code: 'PROVIDER_TIMEOUT' as const, message: 'Too slow.' }
  switch (how) {
    case 'succeeded':
      return { state: 'succeeded', note: '', error: null }
    case 'with-result':
      return { state: 'succeeded', note: '', error: null, result: { n: 1 } }
    case 'failed':
    case 'dead':
      return { state: how, note: 'no', error }
    case 'cancelled':
      return { state: 'cancelled', note: 'cancelled', error: { code: 'CANCELLED', message: 'Stopped.' } }
    case 'again':
      return { state: 'queued', note: 'again', error, retryAt }
    case 'put-back':
      return { state: 'queued', note: 'put back', error: null, retryAt }
    case 'deferred':
      return { state: 'deferred', note: 'later', error: null, retryAt }
  }
}
