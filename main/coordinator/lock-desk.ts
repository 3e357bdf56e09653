import { TidegateError } from '#contracts/errors.ts'
import type { LockMode } from '#contracts/jobs.ts'
import { type Clock, type Log, token } from '../platform.ts'
import type { JobStore, LockChanges } from '../storage/types.ts'

/** How often a wait is looked at (ms), for the case that another process let go of the lock. In this one it is told. */
const LOOK_MS = 1_000
const LONGEST_NAME = 200

export interface LockWish {
  readonly jobId: string
  readonly fence: number
  readonly name: string
  readonly mode: LockMode
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Locks that are asked for in the middle of a job. */
export interface LockDesk {
  /** Resolves with what lets go; rejects with LOCK_TIMEOUT, LOCK_DEADLOCK, BAD_INPUT or the signal's reason. */
  take(wish: LockWish): Promise<() => Promise<void>>
  /** Tells who got a lock, or was given up, in a write that somebody else made. */
  hear(changes: Partial<LockChanges>): void
}

export interface LockDeskDeps {
  readonly storage: JobStore
  readonly clock: Clock
  readonly log: Log
  /** A lock was let go in the middle of a job: one that waits to begin may be able to. */
  readonly onFree: () => void
}

export function createLockDesk(deps: LockDeskDeps): LockDesk {
  const { storage, clock, log } = deps
  const waiting = new Map<string, { granted(): void; failed(error: unknown): void }>()
  /** What each run has, so that one that asks for more and does not get it keeps that. */
  const had = new WeakMap<AbortSignal, Set<string>>()
  const keyOf = (job: string, name: string): string => `${job}\n${name}`

  function hear({ granted = [], aborted = [] }: Partial<LockChanges>): void {
    for (const { job, name } of granted) waiting.get(keyOf(job, name))?.granted()
    for (const { job, name } of aborted) waiting.get(keyOf(job, name))?.failed(deadlock(name))
  }

  async function letGo({ jobId, fence, name }: LockWish): Promise<void> {
    hear(await storage.releaseLock(jobId, fence, name, clock.now()))
    deps.onFree()
  }

  async function ask(wish: LockWish, deadline: number): Promise<'granted' | 'waiting'> {
    const { jobId: id, fence, name, mode } = wish
    const answer = await storage.acquireLock({ id, fence, name, mode, now: clock.now(), deadline })
    hear(answer)
    switch (answer.status) {
      case 'granted':
      case 'waiting':
        return answer.status
      case 'lost':
        throw new TidegateError('INTERNAL', 'Another process has taken over this job; its result counts.')
      case 'deadlock':
        throw deadlock(name)
    }
  }

  /** Until the lock is granted, the time is over, or the job is stopped. */
  function wait(wish: LockWish, deadline: number): Promise<void> {
    const { signal, jobId, name, timeoutMs } = wish
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const late = new TidegateError(
      'LOCK_TIMEOUT',
      `The lock ${name} was not free within ${timeoutMs} ms. Try again when its holder is done.`,
    )
    const onAbort = (): void => reject(signal.reason)
    const timer = setTimeout(() => reject(late), Math.max(0, deadline - clock.now()))
    const look = setInterval(() => void ask(wish, deadline).then((status) => status === 'granted' && resolve(), reject), LOOK_MS)
    signal.addEventListener('abort', onAbort, { once: true })
    waiting.set(keyOf(jobId, name), { granted: resolve, failed: reject })
    return promise.finally(() => {
      clearTimeout(timer)
      clearInterval(look)
      signal.removeEventListener('abort', onAbort)
      waiting.delete(keyOf(jobId, name))
    })
  }

  return {
    hear,
    async take(wish) {
      if (wish.name === '' || wish.name.length > LONGEST_NAME)
        throw new TidegateError('BAD_INPUT', `A lock's name has 1 to ${LONGEST_NAME} characters.`)
      wish.signal.throwIfAborted()
      const deadline = clock.now() + wish.timeoutMs
      const own = had.get(wish.signal) ?? new Set()
      had.set(wish.signal, own)
      // In line before it is asked for: the grant may be told before the answer.
      const granted = wait(wish, deadline)
      // The race below hears of it, unless asking has failed before.
      granted.catch(() => {})
      try {
        await Promise.race([granted, ask(wish, deadline).then((status) => (status === 'granted' ? undefined : granted))])
      } catch (error) {
        // Whoever was given up for a circle stands in no line any more.
        const isKept = own.has(wish.name) && error instanceof TidegateError && error.code === 'LOCK_DEADLOCK'
        const leaving = isKept ? Promise.resolve() : letGo(wish)
        leaving.catch((cause: unknown) => log.error('job.lock_not_released', cause, { job: token(wish.jobId) }))
        throw error
      } finally {
        waiting.get(keyOf(wish.jobId, wish.name))?.granted()
      }
      own.add(wish.name)
      return () => {
        own.delete(wish.name)
        return letGo(wish)
      }
    },
  }
}

function deadlock(name: string): TidegateError {
  return new TidegateError(
    'LOCK_DEADLOCK',
    `Waiting for the lock ${name} would have stopped this job and others for ever. It is tried again.`,
  )
}
