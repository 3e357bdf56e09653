import type { App } from '../../main/app.ts'
import { type Stops, watchEventLoop } from '../event-loop.ts'

/** A keystroke comes so often, ms: faster than anybody types. */
const EVERY_MS = 50

export interface Typing {
  /** From when a key was due to its findings, ms: the wait for the event loop is in it. */
  readonly keystrokes: readonly number[]
  /** Of a read through the storage thread at the same time, ms. */
  readonly reads: readonly number[]
  /** How long the host's event loop stood still. */
  readonly stops: Stops
}

/** Types into a prompt of 4 kB until it is stopped, and measures what the person would wait. */
export function startTyping(app: App, prompt: string): { stop(): Promise<Typing> } {
  const keystrokes: number[] = []
  const reads: number[] = []
  const watch = watchEventLoop()
  let due = performance.now() + EVERY_MS
  let timer: NodeJS.Timeout | null = null
  let last: Promise<unknown> = Promise.resolve()
  const press = (): void => {
    const wanted = due
    due += EVERY_MS
    const asked = performance.now()
    last = Promise.all([
      app.privacy.scan(`${prompt}${keystrokes.length}`).then(() => keystrokes.push(performance.now() - wanted)),
      app.storage.drafts.get().then(() => reads.push(performance.now() - asked)),
    ])
    timer = setTimeout(press, Math.max(0, due - performance.now()))
  }
  timer = setTimeout(press, EVERY_MS)
  return {
    async stop() {
      if (timer !== null) clearTimeout(timer)
      await last
      return { keystrokes, reads, stops: watch.stop() }
    },
  }
}
