import { CONCURRENCY, type Measure, withStore } from '../measure.ts'
import { monotonicMs } from '../payload.ts'
import { PeerProblem, runPeer, type Started, startPeer } from '../run-peer.ts'
import { FilledSchema } from '../tasks.ts'

/** What becomes of the jobs of a worker that is killed, with the settings that a queue comes with. */
export const killed: Measure = {
  title: 'kill -9 of a worker with eight jobs in flight, another one started at once: time until all run again, default settings',
  cases: (peers) => ({ cases: peers.map((peer) => ({ peer, variant: 'defaults' })), leftOut: [] }),
  run: ({ peer }, { keeper, sizes, limitMs }) =>
    withStore(peer, 'normal', keeper, async ({ options }) => {
      const task = { peer, options: options('defaults') }
      await runPeer({ ...task, work: { kind: 'fill', count: CONCURRENCY } }, FilledSchema, limitMs, keeper)
      const first = startPeer({ ...task, work: { kind: 'hold', ticks: null } }, keeper)
      if (!(await first.startsUntil((started) => distinct(started) === CONCURRENCY, limitMs))) {
        throw new PeerProblem(first.problem() ?? `started ${distinct(first.started)} of ${CONCURRENCY} jobs`)
      }
      const settings = await first.settings
      const killedMs = monotonicMs()
      await first.kill()
      const second = startPeer({ ...task, work: { kind: 'hold', ticks: null } }, keeper)
      const all = await second.startsUntil((started) => distinct(started) === CONCURRENCY, sizes.kill.boundMs)
      if (!all && second.problem() !== null) throw new PeerProblem(second.problem() ?? '')
      await second.kill()
      const againMs = all ? Math.max(...second.started.map(({ atMs }) => atMs)) - killedMs : null
      return { settings, figures: { againMs, again: distinct(second.started), jobs: CONCURRENCY } }
    }),
}

function distinct(started: readonly Started[]): number {
  return new Set(started.map(({ n }) => n)).size
}
