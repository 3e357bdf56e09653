import { type Measure, perSecond, withStore } from '../measure.ts'
import { peerNamed } from '../peers.ts'
import { runPeer } from '../run-peer.ts'
import { FilledSchema, ProcessedSchema } from '../tasks.ts'

/** Whether a queue with much to do does it more slowly. */
export const backlog: Measure = {
  title: 'Rate over the first jobs with few and with many pending',
  cases: (peers) => ({ cases: ['few', 'many'].flatMap((variant) => peers.map((peer) => ({ peer, variant }))), leftOut: [] }),
  run: ({ peer, variant }, { keeper, sizes, limitMs }) =>
    withStore(peer, 'normal', keeper, async ({ options, serverPid }) => {
      const { few, many, count, budgetMs } = sizes.backlog
      const pending = variant === 'few' ? few : Math.min(many, peerNamed(peer).largeBacklog)
      await runPeer({ peer, options: options('throughput'), work: { kind: 'fill', count: pending } }, FilledSchema, limitMs, keeper)
      // The first one begun starts the clock: warming up on so few would leave little to measure.
      const work = { kind: 'process', filled: pending, warmUp: 1, count: count - 1, budgetMs, serverPid } as const
      const { result, settings } = await runPeer({ peer, options: options('throughput'), work }, ProcessedSchema, limitMs, keeper)
      return { settings, figures: { pending, perSecond: perSecond(result.count, result.elapsedMs) } }
    }),
}
