import { durabilityOf, type Measure, withStore } from '../measure.ts'
import { runPeer, startPeer } from '../run-peer.ts'
import { PacedSchema } from '../tasks.ts'

/** How long a job waits on an idle queue: from the call that hands it in to its handler. */
export const startLatency: Measure = {
  title: 'From handing in to start at 200 jobs a second; in one process, or two where there is a server',
  cases: (peers) => ({
    cases: ['normal', 'full'].flatMap((variant) => peers.map((peer) => ({ peer, variant }))),
    leftOut: [],
  }),
  run: ({ peer, variant }, { keeper, sizes, limitMs }) =>
    withStore(peer, durabilityOf(variant), keeper, async ({ entry, options }) => {
      const paced = { kind: 'paced', ...sizes.latency } as const
      if (entry.server === null) {
        const work = { ...paced, role: 'both' } as const
        const { result, settings } = await runPeer({ peer, options: options('latency'), work }, PacedSchema, limitMs, keeper)
        return { settings, figures: figuresOf(result) }
      }
      const consumer = runPeer({ peer, options: options('latency'), work: { ...paced, role: 'consumer' } }, PacedSchema, limitMs, keeper)
      const producer = startPeer({ peer, options: options('latency'), work: { ...paced, role: 'producer' } }, keeper)
      try {
        // A producer that fails ends the measure; the consumer would wait for its limit.
        const [{ result, settings }] = await Promise.all([consumer, producer.result])
        return { settings, figures: figuresOf(result) }
      } finally {
        await producer.kill()
      }
    }),
}

function figuresOf({ p50Ms, p99Ms, maxMs }: { p50Ms: number; p99Ms: number; maxMs: number }): Record<'p50Ms' | 'p99Ms' | 'maxMs', number> {
  return { p50Ms, p99Ms, maxMs }
}
