import type { JobStore } from '../storage/types.ts'
import type { JobContext } from './types.ts'

/** What a run does for its handler. */
export interface RunInside {
  readonly signal: AbortSignal
  readonly fence: number
  readonly idempotencyKey: string
  report(progress: number, note: string): void
  addLogLine(event: string, fields: Readonly<Record<string, string | number | boolean | null>>): void
  makeWay(): Promise<void>
  results(): ReturnType<JobStore['results']>
  takeLock(name: string, mode: 'shared' | 'exclusive', timeoutMs: number): Promise<() => Promise<void>>
}

/** The context that a handler is given. Each function is made when it is asked for, so that it may be taken out of the context, and most runs make none. */
export function createRunContext(run: RunInside): JobContext {
  return new RunContext(run)
}

class RunContext implements JobContext {
  private readonly run: RunInside
  constructor(run: RunInside) {
    this.run = run
  }
  get signal(): AbortSignal {
    return this.run.signal
  }
  get fence(): number {
    return this.run.fence
  }
  get idempotencyKey(): string {
    return this.run.idempotencyKey
  }
  get onProgress(): JobContext['onProgress'] {
    return (progress, note) => this.run.report(progress, note)
  }
  get makeWay(): JobContext['makeWay'] {
    return () => this.run.makeWay()
  }
  get log(): JobContext['log'] {
    return (event, fields = {}) => this.run.addLogLine(event, fields)
  }
  get results(): JobContext['results'] {
    return () => this.run.results()
  }
  get lock(): JobContext['lock'] {
    return (name, { mode, timeoutMs }) => this.run.takeLock(name, mode, timeoutMs)
  }
}
