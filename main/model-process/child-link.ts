import type { Timers } from '../providers/resilience/timers.ts'
import type { ChildExit, ModelChild } from './child.ts'
import { type FromChild, FromChildSchema, type ToChild } from './messages.ts'
import { type Ending, endingError, failureError, ModelProcessError } from './model-process-error.ts'

/** What one call hears. */
export type Heard = Exclude<FromChild, { type: 'beat' | 'failed' | 'cancelled' }>
type Call = ToChild extends infer Message ? (Message extends { type: 'load' | 'generate' | 'embed' } ? Omit<Message, 'id'> : never) : never

export interface LinkOptions {
  readonly timers: Timers
  /** Without a sign of life for so long while there is work, it counts as hung, ms. */
  readonly silentMs: number
  /** A cancelled call that has not ended after so long costs the process, ms. */
  readonly cancelMs: number
  onMemory(rssBytes: number): void
  /** Called once. */
  onEnd(ending: Ending): void
}

/** A running process of a model and the calls that are open in it. */
export interface ChildLink {
  readonly pid: number | undefined
  /** The memory that it held when it last told; null before. */
  readonly rssBytes: number | null
  /**
   * Makes a call and hands each message about it to `hear`; resolves with the last. Rejects with ModelProcessError, or with the signal's
   * reason once the call has really ended: then the engine is free.
   */
  call(message: Call, signal: AbortSignal, hear?: (message: Heard) => void): Promise<Heard>
  close(): Promise<void>
}

interface OpenCall {
  hear(message: Heard): void
  settle(outcome: Heard | Error): void
}

export function createChildLink(child: ModelChild, options: LinkOptions): ChildLink {
  const { timers } = options
  const calls = new Map<number, OpenCall>()
  const ended = Promise.withResolvers<void>()
  let lastId = 0
  let rssBytes: number | null = null
  let ending: Ending | null = null
  let callOffSilence: () => void = () => {}

  function end(how: Ending): void {
    if (ending !== null) return
    ending = how
    callOffSilence()
    for (const { settle } of [...calls.values()]) settle(endingError(how, rssBytes))
    calls.clear()
    options.onEnd(how)
  }
  /** It is given up at once, whatever becomes of it. */
  function giveUp(how: Ending): void {
    child.kill()
    end(how)
  }
  function listenForSilence(): void {
    callOffSilence()
    callOffSilence = calls.size === 0 || ending !== null ? () => {} : timers.after(options.silentMs, () => giveUp('hung'))
  }

  child.onMessage((raw) => {
    const parsed = FromChildSchema.safeParse(raw)
    if (!parsed.success) return giveUp('crashed')
    const message = parsed.data
    listenForSilence()
    if (message.type === 'beat') {
      rssBytes = message.rssBytes
      options.onMemory(message.rssBytes)
      return
    }
    const call = calls.get(message.id)
    if (call === undefined) return
    if (message.type === 'failed') call.settle(failureError(message))
    else if (message.type === 'cancelled') call.settle(new ModelProcessError('CANCELLED', 'Stopped.'))
    else if (message.type === 'text' || message.type === 'progress') call.hear(message)
    else call.settle(message)
  })
  child.onExit((exit) => {
    end(endingOf(exit))
    ended.resolve()
  })

  return {
    get pid() {
      return child.pid
    },
    get rssBytes() {
      return rssBytes
    },
    call(message, signal, hear = () => {}) {
      if (ending !== null) return Promise.reject(endingError(ending, rssBytes))
      if (signal.aborted) return Promise.reject(signal.reason)
      lastId += 1
      const id = lastId
      const { promise, resolve, reject } = Promise.withResolvers<Heard>()
      let callOffCancel: () => void = () => {}
      const onAbort = (): void => {
        child.send({ type: 'cancel', id })
        callOffCancel = timers.after(options.cancelMs, () => giveUp('closed'))
      }
      const settle = (outcome: Heard | Error): void => {
        calls.delete(id)
        callOffCancel()
        signal.removeEventListener('abort', onAbort)
        listenForSilence()
        if (signal.aborted) reject(signal.reason)
        else if (outcome instanceof Error) reject(outcome)
        else resolve(outcome)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      calls.set(id, { hear, settle })
      listenForSilence()
      child.send({ ...message, id })
      return promise
    },
    async close() {
      giveUp('closed')
      await ended.promise
    },
  }
}

/** Windows has no signals and Electron tells them as codes; 137 is how a shell tells SIGKILL. */
function endingOf({ code, signal }: ChildExit): Ending {
  if (code === null && signal === null) return 'not-started'
  return signal === 'SIGKILL' || code === 9 || code === 137 ? 'killed' : 'crashed'
}
