/**
 * Flow control of the message port between the core and a page. A port has none of its own: what is posted piles up in the page
 * while that is busy. The page acknowledges what it has taken, by number; the core keeps at most {@link PORT_WINDOW} messages unacknowledged
 * and waits with the next one. An acknowledgement is a plain number, which no message of the contract is.
 */
export const PORT_WINDOW = 512
export const PORT_ACK_EVERY = 64

interface PagePort {
  addEventListener(type: 'message', listener: () => void): void
  postMessage(message: number): void
}

/** The page's side: acknowledges every {@link PORT_ACK_EVERY} messages. */
export function acknowledge(port: PagePort): void {
  let taken = 0
  port.addEventListener('message', () => {
    taken += 1
    if (taken < PORT_ACK_EVERY) return
    port.postMessage(taken)
    taken = 0
  })
}

/** The core's side. */
export interface PortCredit {
  /** Resolves when one more message may be posted, and counts it as posted. Rejects after `close`. */
  take(): Promise<void>
  acknowledged(count: number): void
  close(): void
}

export function createPortCredit(window = PORT_WINDOW): PortCredit {
  let free = window
  let closed = false
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = []
  return {
    async take() {
      if (closed) throw new Error('The page has gone.')
      if (free > 0) free -= 1
      else await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }))
    },
    acknowledged(count) {
      // A page cannot widen the window by acknowledging what it never got.
      if (!Number.isInteger(count) || count < 1) return
      free = Math.min(window, free + count)
      while (free > 0 && waiting.length > 0) {
        free -= 1
        waiting.shift()?.resolve()
      }
    },
    close() {
      closed = true
      for (const { reject } of waiting.splice(0)) reject(new Error('The page has gone.'))
    },
  }
}
