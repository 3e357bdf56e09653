import type { Log } from '../platform.ts'

/** What somebody is answered whose request failed inside the host. */
export interface HostFailure {
  readonly status: 500 | 503
  readonly problem: string
}

/** Parts are loaded when they are first asked for. Of a build that was replaced under a host that runs, those that were not are gone. */
export function failureOf(error: unknown, log: Pick<Log, 'error'>): HostFailure {
  const id = log.error('headless.request_failed', error)
  if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') {
    return {
      status: 503,
      problem:
        'Tidegate was updated or built anew while this host ran, and a part that it needs now is gone. Stop the host and start it again.',
    }
  }
  return { status: 500, problem: `Something went wrong inside the app. The log has it as ${id}.` }
}
