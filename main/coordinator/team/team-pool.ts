import type { PgBoss } from 'pg-boss'
import { WATCH_SECONDS } from './queues.ts'
import { createSettling, type Settling } from './settling.ts'
import { openTeamDatabase, type TeamDatabase } from './team-database.ts'
import { createTeamRows, type TeamRows } from './team-rows.ts'
import type { TeamEngineOptions } from './types.ts'

/** An open database of a team, with everything that works on it. */
export interface TeamPool {
  readonly boss: PgBoss
  readonly db: TeamDatabase
  readonly rows: TeamRows
  readonly settling: Settling
  /** Tells every machine that a job which is at work somewhere was cancelled. */
  tellStop(jobId: string): Promise<void>
  close(): Promise<void>
}

/** Beside the connection that listens: one for what is claimed, one for what has ended, some for handlers that ask. */
const CONNECTIONS = 5
const SCHEMA = 'tidegate'

/** Connects and makes the tables where they are not there yet. Loads pg-boss and the driver, which nothing else does. */
export async function openTeamPool(
  options: TeamEngineOptions,
  on: { readonly onQueue: (queue: string) => void; readonly onReconnect: () => void; readonly onStop: (jobId: string) => void },
): Promise<TeamPool> {
  const { log, key, schema = SCHEMA } = options
  const { PgBoss } = await import('pg-boss')
  const db = await openTeamDatabase({ ...options, maxConnections: CONNECTIONS })
  const stops = `${schema}_stop`
  db.alsoListen(stops, on.onStop)
  const boss = new PgBoss({
    schema,
    db: {
      ...db,
      // What came while the connection was away was not heard.
      listen: (channel, onNotification, onReconnect) =>
        db.listen(
          channel,
          (payload) => {
            onNotification(payload)
            on.onQueue(payload)
          },
          () => {
            onReconnect()
            on.onReconnect()
          },
        ),
    },
    useListenNotify: true,
    supervise: options.watches ?? true,
    superviseIntervalSeconds: WATCH_SECONDS,
    monitorIntervalSeconds: WATCH_SECONDS,
    maintenanceIntervalSeconds: 3_600,
    flowIntervalSeconds: WATCH_SECONDS,
    // Ours have a time zone and make up for what was missed.
    schedule: false,
    // Names of machines and what they do stay out of the database.
    registerInstance: false,
    openTelemetry: { enabled: false },
  })
  boss.on('error', (error) => log.warn('team.engine_error', { named: error.name === 'Error' }))
  try {
    await boss.start()
  } catch (error) {
    // Why it could not start is what counts, and is thrown.
    await boss.stop({ graceful: false }).catch(() => {})
    await db.close()
    throw error
  }
  return {
    boss,
    db,
    rows: createTeamRows(boss, key),
    settling: createSettling(boss, db),
    async tellStop(jobId) {
      await db.executeSql('SELECT pg_notify($1, $2)', [stops, jobId])
    },
    async close() {
      await boss.stop({ graceful: false })
      await db.close()
    },
  }
}
