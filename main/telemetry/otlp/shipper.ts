import type { Clock } from '../../platform.ts'
import { backoffMs, type Delivery, type Pace } from './delivery.ts'

/** What goes with one request. It is settled once it has arrived or is given up, not when it will be sent again. */
export interface Batch {
  readonly body: string
  /** Records or data points in it. */
  readonly count: number
  settle(): void
}

export interface ShipperDeps {
  readonly clock: Pick<Clock, 'monotonic'>
  readonly random: () => number
  /** Calls `run` once after `ms`; the returned function calls it off. */
  readonly after: (ms: number, run: () => void) => () => void
  readonly pace: Pace
  /** What is to be sent now; null when there is nothing. Never rejects. */
  readonly next: () => Promise<Batch | null>
  /** In how many ms there is something to send; null when nothing waits. */
  readonly wait: () => number | null
  /** Whether something waits that was not sent yet. */
  readonly remains: () => boolean
  /** Never rejects. */
  readonly send: (body: string, signal: AbortSignal) => Promise<Delivery>
  readonly onDelivery: (delivery: Delivery, count: number) => void
}

export interface Shipper {
  /** There may be something to send, in so many ms. */
  poke(ms: number): void
  /** What was tried before is of no account any more: the settings have changed. */
  anew(): void
  /** Sends what there is, each once, until the signal ends it, and nothing after that. Not before a wait that a failure asked for is over. */
  finish(signal: AbortSignal): Promise<void>
}

/** Sends one request after the other. What fails in a way that passes is tried again, later and later; meanwhile nothing else is sent. */
export function createShipper(deps: ShipperDeps): Shipper {
  const closing = new AbortController()
  let callOff: (() => void) | null = null
  let dueAt = Number.POSITIVE_INFINITY
  let notBefore = Number.NEGATIVE_INFINITY
  let failures = 0
  let busy: Promise<void> | null = null
  let finishing = false

  function cancel(): void {
    callOff?.()
    callOff = null
    dueAt = Number.POSITIVE_INFINITY
  }

  function poke(ms: number): void {
    const now = deps.clock.monotonic()
    const at = Math.max(now + ms, notBefore)
    if (finishing || busy !== null || at >= dueAt) return
    cancel()
    dueAt = at
    callOff = deps.after(Math.max(0, at - now), () => {
      cancel()
      busy = turn(closing.signal).then(() => {
        busy = null
        const wait = deps.wait()
        // What failed is tried again as soon as it may be.
        if (wait !== null) poke(failures > 0 ? 0 : wait)
      })
    })
  }

  /** Sends one batch; true when another may follow at once. */
  async function turn(signal: AbortSignal): Promise<boolean> {
    const batch = await deps.next()
    if (batch === null || signal.aborted) return false
    const delivery = await deps.send(batch.body, signal)
    if (delivery.kind === 'retry') {
      failures += 1
      notBefore = deps.clock.monotonic() + backoffMs(failures, delivery.afterMs, deps.pace, deps.random())
    } else {
      failures = 0
      notBefore = deps.clock.monotonic() + (delivery.kind === 'refused' ? (delivery.holdMs ?? 0) : 0)
      batch.settle()
    }
    deps.onDelivery(delivery, batch.count)
    return delivery.kind === 'accepted'
  }

  return {
    poke,
    anew() {
      failures = 0
      notBefore = Number.NEGATIVE_INFINITY
      cancel()
      const wait = deps.wait()
      if (wait !== null) poke(wait)
    },
    async finish(signal) {
      finishing = true
      cancel()
      const stop = (): void => closing.abort(signal.reason)
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
      try {
        await busy
        const asked = (): boolean => deps.clock.monotonic() >= notBefore
        while (!signal.aborted && asked() && (await turn(closing.signal)) && deps.remains());
      } finally {
        signal.removeEventListener('abort', stop)
      }
    },
  }
}
