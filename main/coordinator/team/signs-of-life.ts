import type { Clock } from '../../platform.ts'
import type { JobRun } from '../job-run.ts'
import { BEAT_MS, HEARTBEAT_SECONDS } from './queues.ts'
import { type Lease, settledBy } from './settling.ts'
import type { TeamPool } from './team-pool.ts'

interface Held {
  readonly lease: Lease
  readonly run: JobRun
}

export interface SignsOfLife {
  /** Something is at work here. */
  begin(): void
  /** Nothing is any more. */
  end(): void
}

/** Tells the database that the jobs at work here are alive. One that does not take its sign any more is another's, or was cancelled: its run is told. */
export function createSignsOfLife(deps: {
  readonly held: () => readonly Held[]
  readonly pool: () => Promise<TeamPool>
  readonly clock: Clock
  readonly onFailure: (error: unknown) => void
}): SignsOfLife {
  const { held, pool, clock } = deps
  let timer: NodeJS.Timeout | null = null
  let last = clock.monotonic()

  async function beat(): Promise<void> {
    const sent = clock.monotonic()
    try {
      const { boss } = await pool()
      for (const [queue, ones] of Map.groupBy(held(), ({ lease }) => lease.queue.name)) {
        const alive = settledBy(
          await boss.touch(
            queue,
            ones.map(({ lease }) => lease.attempt),
          ),
        )
        for (const one of ones) if (alive?.has(one.lease.attempt.id) === false) await letGo(one)
      }
      last = sent
    } catch (error) {
      deps.onFailure(error)
      // By now somebody else may have been given them.
      if (sent - last > HEARTBEAT_SECONDS * 1_000) for (const { run } of held()) run.stop('lost')
    }
  }

  async function letGo({ run, lease }: Held): Promise<void> {
    const { rows } = await pool()
    const row = await rows.rowIn(lease.queue, lease.jobId)
    run.stop(row?.state === 'cancelled' ? 'cancel' : 'lost')
  }

  return {
    begin() {
      if (timer !== null) return
      last = clock.monotonic()
      timer = setInterval(() => void beat(), BEAT_MS)
    },
    end() {
      if (timer !== null) clearInterval(timer)
      timer = null
    },
  }
}
