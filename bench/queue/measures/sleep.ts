import { setTimeout as delay } from 'node:timers/promises'
import { signalAll } from '../../../e2e/store-servers/keeper.ts'
import { treeOf } from '../../../e2e/store-servers/process-tree.ts'
import { CONCURRENCY, type Measure, withStore } from '../measure.ts'
import { peerNamed } from '../peers.ts'
import { PeerProblem, runPeer, type Started, startPeer } from '../run-peer.ts'
import { FilledSchema } from '../tasks.ts'

const TICK_SECONDS = 0.1
/** `--quick` leaves out who cannot be quick. */
const QUICK_LEASE_SECONDS = 4

/**
 * A closed laptop: worker and server stand still for longer than a lease and go on, with the jobs alive all the time. There is room for as many
 * jobs again, so a job that is handed out anew starts at once.
 */
export const sleep: Measure = {
  title: 'All processes stopped for longer than the lease, then continued: live jobs that start a second time',
  cases: (peers, sizes) => {
    const quick = sizes.sleep.leaseSeconds < QUICK_LEASE_SECONDS
    const reasons = peers.flatMap((peer) => {
      const { title, shortestLeaseSeconds } = peerNamed(peer)
      if (shortestLeaseSeconds === null)
        return [{ peer, why: `${title}: its lease is fixed and too long to wait for, so nothing would run out` }]
      if (quick && shortestLeaseSeconds > sizes.sleep.leaseSeconds) {
        return [{ peer, why: `${title}: its shortest lease, ${shortestLeaseSeconds} s, is too long for a quick run` }]
      }
      return []
    })
    const out = new Set(reasons.map(({ peer }) => peer))
    return {
      cases: peers.filter((peer) => !out.has(peer)).map((peer) => ({ peer, variant: 'short lease' })),
      leftOut: reasons.map(({ why }) => why),
    }
  },
  run: ({ peer }, { keeper, sizes, limitMs }) =>
    withStore(peer, 'normal', keeper, async ({ entry, options, serverPid }) => {
      const leaseSeconds = Math.max(sizes.sleep.leaseSeconds, entry.shortestLeaseSeconds ?? 0)
      const { ticks, longerSeconds } = sizes.sleep
      const task = { peer, options: options('short-lease', { concurrency: 2 * CONCURRENCY, leaseSeconds }) }
      await runPeer({ ...task, work: { kind: 'fill', count: CONCURRENCY } }, FilledSchema, limitMs, keeper)
      const worker = startPeer({ ...task, work: { kind: 'hold', ticks } }, keeper)
      try {
        if (!(await worker.startsUntil((started) => started.length >= CONCURRENCY, limitMs))) {
          throw new PeerProblem(worker.problem() ?? `started ${worker.started.length} of ${CONCURRENCY} jobs`)
        }
        const server = serverPid === null ? [] : treeOf(serverPid)
        signalAll([worker.pid, ...server], 'SIGSTOP')
        await delay((leaseSeconds + longerSeconds) * 1_000)
        signalAll([...server, worker.pid], 'SIGCONT')
        // Two passes of whoever looks for lost jobs, and the jobs themselves.
        const watchMs = (ticks * TICK_SECONDS + 2 * leaseSeconds + 1) * 1_000
        await worker.startsUntil((started) => startedTwice(started) === CONCURRENCY, watchMs)
        const problem = worker.problem()
        if (problem !== null) throw new PeerProblem(problem)
        return { settings: await worker.settings, figures: { startedTwice: startedTwice(worker.started), jobs: CONCURRENCY, leaseSeconds } }
      } finally {
        await worker.kill()
      }
    }),
}

function startedTwice(started: readonly Started[]): number {
  const times = new Map<number, number>()
  for (const { n } of started) times.set(n, (times.get(n) ?? 0) + 1)
  return [...times.values()].filter((count) => count > 1).length
}
