import type { Engine } from './engine.ts'
import { EngineFailure } from './engine-failure.ts'
import type { FromChild, ToChild } from './messages.ts'

export interface ServeDeps {
  readonly engine: Engine
  readonly send: (message: FromChild) => void
  readonly rssBytes: () => number
}

const BEAT_MS = 1_000

/** Serves the engine: one call after another, each of which can be cancelled. Returns what takes a message in. */
export function serve({ engine, send, rssBytes }: ServeDeps): (message: ToChild) => void {
  const open = new Map<number, AbortController>()
  let last: Promise<unknown> = Promise.resolve()
  let beating: NodeJS.Timeout | null = null

  const beat = (): void => send({ type: 'beat', rssBytes: rssBytes() })
  const begin = (id: number): AbortSignal => {
    const controller = new AbortController()
    open.set(id, controller)
    beating ??= setInterval(beat, BEAT_MS)
    return controller.signal
  }
  const end = (id: number): void => {
    open.delete(id)
    if (open.size > 0 || beating === null) return
    clearInterval(beating)
    beating = null
    beat()
  }

  async function run(message: Exclude<ToChild, { type: 'cancel' }>, signal: AbortSignal): Promise<FromChild> {
    const { id } = message
    switch (message.type) {
      case 'load': {
        const loaded = await engine.load(message.load, { signal, onProgress: (share) => send({ type: 'progress', id, share }) })
        return { type: 'loaded', id, ...loaded }
      }
      case 'generate':
        return {
          type: 'end',
          id,
          end: await engine.generate(message.request, { signal, onText: (delta) => send({ type: 'text', id, delta }) }),
        }
      case 'embed':
        return { type: 'vectors', id, vectors: await engine.embed(message.texts, signal) }
    }
  }

  async function answer(message: Exclude<ToChild, { type: 'cancel' }>, signal: AbortSignal): Promise<void> {
    const { id } = message
    try {
      signal.throwIfAborted()
      send(await run(message, signal))
    } catch (error) {
      if (signal.aborted) send({ type: 'cancelled', id })
      else if (error instanceof EngineFailure) send({ type: 'failed', id, reason: error.reason, ...(error.room ?? {}) })
      else send({ type: 'failed', id, reason: 'engine-failed' })
    } finally {
      end(id)
    }
  }

  return (message) => {
    if (message.type === 'cancel') {
      open.get(message.id)?.abort()
      return
    }
    const signal = begin(message.id)
    last = last.then(() => answer(message, signal))
  }
}
