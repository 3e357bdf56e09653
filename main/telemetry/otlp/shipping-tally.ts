import { type Clock, type Log, token } from '../../platform.ts'
import type { Delivery } from './delivery.ts'
import { type Shipped, writeShipped } from './shipping-record.ts'

const BETWEEN_RECORDS_MS = 30_000

export type Signal = 'logs' | 'metrics'

/** Counts what became of what was sent. Each trouble is told in the log once, until it is over. */
export interface ShippingTally {
  /** From now on it goes there: what was wrong before is of no account any more. */
  aim(endpoint: string): void
  delivered(signal: Signal, delivery: Delivery, count: number): void
  /** Metrics could not be read. */
  unread(error: unknown): void
  /** A line had to make way. */
  dropped(): void
  /** Puts it on record, for the doctor. */
  record(): void
}

export function createShippingTally(deps: {
  readonly clock: Clock
  readonly log: Log
  readonly dataDir: string
  readonly droppedLines: () => number
}): ShippingTally {
  const { clock, log } = deps
  const troubled = { logs: false, metrics: false }
  const told = { dropped: false, rejected: false }
  const none = { accepted: 0, rejected: 0, refused: 0 }
  let shipped: Omit<Shipped, 'dropped'> = {
    since: clock.now(),
    endpoint: '',
    logs: none,
    metrics: none,
    acceptedAt: null,
    problem: null,
  }
  let recordedAt = Number.NEGATIVE_INFINITY

  function record(): void {
    if (shipped.endpoint === '') return
    recordedAt = clock.monotonic()
    writeShipped(deps.dataDir, { ...shipped, dropped: deps.droppedLines() })
  }

  function accepted(signal: Signal, taken: number, rejected: number): void {
    const before = shipped[signal]
    const wasTroubled = troubled[signal]
    troubled[signal] = false
    const isWell = !troubled.logs && !troubled.metrics
    if (wasTroubled) log.info('telemetry.shipping_again', { signal: token(signal) })
    if (isWell) told.dropped = false
    if (rejected > 0 && !told.rejected) {
      told.rejected = true
      log.warn('telemetry.partly_rejected', { signal: token(signal), rejected })
    }
    const isNews = wasTroubled || rejected > 0 || shipped.acceptedAt === null
    shipped = {
      ...shipped,
      [signal]: { ...before, accepted: before.accepted + taken, rejected: before.rejected + rejected },
      acceptedAt: clock.now(),
      problem: isWell ? null : shipped.problem,
    }
    if (isNews || clock.monotonic() - recordedAt >= BETWEEN_RECORDS_MS) record()
  }

  return {
    aim(endpoint) {
      if (shipped.endpoint !== endpoint) shipped = { ...shipped, endpoint, problem: null }
      troubled.logs = false
      troubled.metrics = false
    },
    delivered(signal, delivery, count) {
      if (delivery.kind === 'accepted') {
        accepted(signal, Math.max(0, count - delivery.rejected), delivery.rejected)
        return
      }
      const before = shipped[signal]
      const refused = before.refused + (delivery.kind === 'refused' ? count : 0)
      shipped = { ...shipped, [signal]: { ...before, refused }, problem: { at: clock.now(), why: delivery.why } }
      if (troubled[signal]) return
      troubled[signal] = true
      log.warn('telemetry.not_shipped', { signal: token(signal), why: token(delivery.why) })
      record()
    },
    unread(error) {
      if (!troubled.metrics) log.error('telemetry.no_metrics', error)
      troubled.metrics = true
    },
    dropped() {
      if (told.dropped) return
      told.dropped = true
      log.warn('telemetry.lines_dropped')
      record()
    },
    record,
  }
}
