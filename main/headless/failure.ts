import { isMissingPart } from '../missing-part.ts'
import type { Log } from '../platform.ts'

/** What somebody is answered whose request failed inside the host. */
export interface HostFailure {
  readonly status: 500 | 503
  readonly problem: string
}

export function failureOf(error: unknown, log: Pick<Log, 'error'>): HostFailure {
  const id = log.error('headless.request_failed', error)
  if (isMissingPart(error)) {
    return {
      status: 503,
      problem:
        'Tidegate was updated or built anew while this host ran, and a part that it needs now is gone. Stop the host and start it again.',
    }
  }
  return { status: 500, problem: `Something went wrong inside the app. The log has it as ${id}.` }
}
