/**
 * How messages travel on the port between the core and a page.
 *
 * Batches: a stream of small events would cost a hop between processes each, so what the core posts in one turn goes as one array, the
 * first message of a turn at once. Flow control: a port has none of its own, and what is posted piles up in the page while that is busy. So
 * the page acknowledges what it has taken, by number, and the core keeps at most {@link PORT_WINDOW} messages unacknowledged. The page's own
 * messages go one by one; an acknowledgement is a plain number, which no message of the contract is.
 */
export const PORT_WINDOW = 512
export const PORT_ACK_EVERY = 64
export const PORT_BATCH = 64

type Listener = (event: { readonly data: unknown }) => void

/** The part of the page's MessagePort that is used. */
interface PagePort {
  addEventListener(type: 'message', listener: Listener): void
  addEventListener(type: 'close', listener: () => void): void
  postMessage(message: unknown): void
}

/** The page's side: a port that gives one message at a time and acknowledges every {@link PORT_ACK_EVERY} of them. */
export function pagePort(port: PagePort): PagePort {
  let taken = 0
  return {
    postMessage: (message) => port.postMessage(message),
    addEventListener(type: 'message' | 'close', listener: Listener & (() => void)) {
      if (type === 'close') {
        port.addEventListener('close', listener)
        return
      }
      port.addEventListener('message', ({ data }) => {
        const batch = Array.isArray(data) ? data : [data]
        for (const message of batch) listener({ data: message })
        taken += batch.length
        if (taken < PORT_ACK_EVERY) return
        port.postMessage(taken)
        taken = 0
      })
    },
  }
}

/** The core's side of the flow control. */
export interface PortCredit {
  /**
   * Resolves when one more message may be posted, and counts it as posted. After `close` it resolves at once: what is posted then goes
   * nowhere. It never rejects, as nobody catches what fails on the way to a page that has gone.
   */
  take(): Promise<void>
  acknowledged(count: number): void
  close(): void
}

export function createPortCredit(window = PORT_WINDOW): PortCredit {
  let free = window
  let closed = false
  const waiting: (() => void)[] = []
  return {
    async take() {
      if (closed) return
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
    },
    acknowledged(count) {
      // A page cannot widen the window by acknowledging what it never got.
      if (!Number.isInteger(count) || count < 1) return
      free = Math.min(window, free + count)
      while (free > 0 && waiting.length > 0) {
        free -= 1
        waiting.shift()?.()
      }
    },
    close() {
      closed = true
      for (const resolve of waiting.splice(0)) resolve()
    },
  }
}

/**
 * The core's side of the batches. `nextTurn` runs a callback when the present turn of the event loop has ended (Node's setImmediate);
 * `post` sends one batch.
 */
export function createPortBatch(
  post: (batch: readonly unknown[]) => void,
  nextTurn: (flush: () => void) => void,
): (message: unknown) => void {
  let batch: unknown[] = []
  let turnOpen = false
  const flush = (): void => {
    if (batch.length === 0) return
    const full = batch
    batch = []
    post(full)
  }
  return (message) => {
    batch.push(message)
    if (!turnOpen) {
      // A single answer waits for nobody.
      turnOpen = true
      nextTurn(() => {
        turnOpen = false
        flush()
      })
      flush()
    } else if (batch.length >= PORT_BATCH) flush()
  }
}
