import { durabilityOf, type Measure, perSecond, withStore } from '../measure.ts'
import { runPeer } from '../run-peer.ts'
import { FilledSchema, ProcessedSchema } from '../tasks.ts'

/** How fast one process does jobs of nothing, to durably done, eight at a time. */
export const processRate: Measure = {
  title: 'Process rate: jobs of nothing to durably done, eight at a time, in one process',
  cases: (peers) => ({
    cases: ['normal', 'full'].flatMap((variant) => peers.map((peer) => ({ peer, variant }))),
    leftOut: [],
  }),
  run: ({ peer, variant }, { keeper, sizes, limitMs }) =>
    withStore(peer, durabilityOf(variant), keeper, async ({ options, serverPid }) => {
      const { warmUp, count, budgetMs } = sizes.process
      const filled = warmUp + count
      const fill = await runPeer(
        { peer, options: options('throughput'), work: { kind: 'fill', count: filled } },
        FilledSchema,
        limitMs,
        keeper,
      )
      const work = { kind: 'process', filled, warmUp, count, budgetMs, serverPid } as const
      const { result, settings } = await runPeer({ peer, options: options('throughput'), work }, ProcessedSchema, limitMs, keeper)
      const workerCpuUs = (result.workerCpuMs * 1_000) / result.count
      const serverCpuUs = result.serverCpuMs === null ? null : (result.serverCpuMs * 1_000) / result.count
      return {
        settings,
        figures: {
          perSecond: perSecond(result.count, result.elapsedMs),
          cpuUs: workerCpuUs + (serverCpuUs ?? 0),
          workerCpuUs,
          ...(serverCpuUs === null ? {} : { serverCpuUs }),
          done: result.count,
          addManyPerSecond: perSecond(filled, fill.result.elapsedMs),
        },
      }
    }),
}
