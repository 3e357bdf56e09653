import { type Keeper, openKeeper } from '../store-servers/keeper.ts'
import { missingServers, type PostgresServer, SERVER_PACKAGES, startPostgres } from '../store-servers/servers.ts'

/** Null where PostgreSQL can be started here; else what was not run and why. */
export const NO_POSTGRES: string | null =
  missingServers(['postgres']).length === 0 ? null : `there is no PostgreSQL on this machine: apt-get install ${SERVER_PACKAGES.postgres}`

export interface TestDatabase {
  readonly url: string
  readonly server: PostgresServer
  stop(): Promise<void>
}

/** A PostgreSQL of this test's own, on loopback, with nothing in it. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const keeper: Keeper = openKeeper()
  const server = await startPostgres('full', keeper)
  return {
    url: `postgres://tidegate@127.0.0.1:${server.port}/postgres`,
    server,
    async stop() {
      await server.stop()
      keeper.dispose()
    },
  }
}
