import type { Duplex } from 'node:stream'
import type { Client, ClientConfig } from 'pg'
import type { Db } from 'pg-boss'
import type { Log } from '../../platform.ts'
import type { TeamAddress } from './team-address.ts'

export interface TeamDatabaseOptions {
  readonly address: TeamAddress
  readonly password: string | null
  /** Opens a socket to the database; only the egress door can. */
  readonly socket: (target: { readonly host: string; readonly port: number }) => Duplex
  readonly maxConnections: number
  readonly log: Log
}

export interface TeamTransaction {
  readonly db: Db
  commit(): Promise<void>
  rollback(): Promise<void>
}

/** The database as pg-boss wants it, and what else the engine needs of it. */
export interface TeamDatabase extends Db {
  listen(channel: string, onNotification: (payload: string) => void, onReconnect: () => void): Promise<{ close(): Promise<void> }>
  beginTransaction(): Promise<TeamTransaction>
  /** Subscribes a further channel on the connection that listens. Before {@link Db.listen}. */
  alsoListen(channel: string, onNotification: (payload: string) => void): void
  close(): Promise<void>
}

const CONNECT_MS = 10_000
const FIRST_RECONNECT_MS = 100
const LAST_RECONNECT_MS = 5_000

/** Loads the driver, which nothing else does. Opens no connection yet. */
export async function openTeamDatabase(options: TeamDatabaseOptions): Promise<TeamDatabase> {
  const { default: pg } = await import('pg')
  const { address, log } = options
  const config: ClientConfig = {
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    // As a function: an empty one would be looked for in PGPASSWORD and in ~/.pgpass.
    password: () => options.password ?? '',
    ssl: address.tls ? { rejectUnauthorized: true } : false,
    stream: () => options.socket(address),
    application_name: 'tidegate',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  }
  const pool = new pg.Pool({ ...config, max: options.maxConnections, idleTimeoutMillis: 60_000 })
  pool.on('error', (error) => log.warn('team.connection_lost', { unexpected: error.message === '' }))
  const channels = new Map<string, (payload: string) => void>()
  const listeners = new Set<{ close(): Promise<void> }>()

  /** One connection that only listens, and comes back by itself. */
  function listener(onReconnect: () => void): { ready: Promise<void>; close(): Promise<void> } {
    let client: Client | null = null
    let timer: NodeJS.Timeout | null = null
    let delay = FIRST_RECONNECT_MS
    let closed = false
    async function connect(): Promise<void> {
      const next = new pg.Client(config)
      const lost = (): void => {
        if (client !== next) return
        client = null
        again()
      }
      next.on('error', lost)
      next.on('end', lost)
      next.on('notification', ({ channel, payload }) => channels.get(channel)?.(payload ?? ''))
      try {
        await next.connect()
        for (const channel of channels.keys()) await next.query(`LISTEN ${next.escapeIdentifier(channel)}`)
      } catch (error) {
        // Why it could not connect is what counts, and is thrown.
        void next.end().catch(() => {})
        throw error
      }
      if (closed) await next.end()
      else client = next
      delay = FIRST_RECONNECT_MS
    }
    function again(): void {
      if (closed) return
      timer = setTimeout(() => {
        connect().then(onReconnect, again)
      }, delay)
      delay = Math.min(delay * 2, LAST_RECONNECT_MS)
    }
    return {
      ready: connect(),
      async close() {
        closed = true
        if (timer !== null) clearTimeout(timer)
        const open = client
        client = null
        await open?.end()
      },
    }
  }

  return {
    // Errors of the statement are the caller's; those of an idle connection are the pool's.
    executeSql: (text, values) => pool.query(text, values),
    async listen(channel, onNotification, onReconnect) {
      channels.set(channel, onNotification)
      const handle = listener(onReconnect)
      await handle.ready
      listeners.add(handle)
      return handle
    },
    alsoListen: (channel, onNotification) => void channels.set(channel, onNotification),
    async beginTransaction() {
      const client = await pool.connect()
      let failed: Error | undefined
      let released = false
      const onError = (error: Error): void => {
        failed = error
      }
      client.on('error', onError)
      const release = (): void => {
        if (released) return
        released = true
        client.off('error', onError)
        client.release(failed)
      }
      const run = async (text: string, values?: unknown[]) => {
        try {
          return await client.query(text, values)
        } catch (error) {
          failed = error instanceof Error ? error : new Error('The statement failed.')
          throw error
        }
      }
      await run('BEGIN').catch((error: unknown) => {
        release()
        throw error
      })
      return {
        db: { executeSql: run },
        commit: () =>
          run('COMMIT').then(release, (error: unknown) => {
            release()
            throw error
          }),
        async rollback() {
          // The server rolls back what a closed connection left open.
          failed ??= new Error('rolled back')
          release()
        },
      }
    },
    async close() {
      for (const handle of listeners) await handle.close()
      await pool.end()
    },
  }
}
