import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { LabelSchema, RouteSchema } from '#contracts/privacy.ts'
import type { World } from '../runner/world.ts'
import { lastDraftOf } from './last-draft.ts'
import { faultOf, type ScriptedProviders } from './providers.ts'

const DecisionRow = z.object({ status: z.string(), route: RouteSchema.nullable(), label: LabelSchema })
const CountRow = z.object({ failed: z.number().nullable(), succeeded: z.number().nullable() })
const LeftRow = z.object({ destination: z.string(), payload: z.string() })

const DECISION = 'SELECT status, route, label FROM decisions ORDER BY seq DESC LIMIT 1'
const JOBS = "SELECT sum(state IN ('failed', 'dead')) AS failed, sum(state = 'succeeded') AS succeeded FROM jobs WHERE kind = 'generate'"
const LEFT = `SELECT destination, coalesce(payload, '') AS payload FROM ledger
  WHERE kind = 'request' AND verdict = 'allowed' AND destination <> ? ORDER BY seq`

export interface WorldOfApp {
  readonly dataDir: string
  readonly providers: Pick<ScriptedProviders, 'local' | 'hosted'>
  readonly setMachine: World['setMachine']
}

/**
 * The world of an app on a data folder of its own: what it decided and did from its database, what left from the servers that got it, which need not
 * believe the app, and from its ledger for whatever went elsewhere.
 */
export function worldOfApp({ dataDir, providers, setMachine }: WorldOfApp): World {
  const read = (sql: string, ...values: readonly string[]): unknown[] => {
    const file = join(dataDir, 'tidegate.db')
    if (!existsSync(file)) return []
    const db = new Database(file, { readonly: true })
    try {
      return db.prepare(sql).all(...values)
    } finally {
      db.close()
    }
  }
  return {
    async lastDecision() {
      const [row] = read(DECISION)
      return row === undefined ? null : DecisionRow.parse(row)
    },
    lastDraft: async () => lastDraftOf(read),
    async egress() {
      // Asking whether the service is there carries no body.
      const received = providers.hosted.requests
        .filter(({ body }) => body !== '')
        .map(({ path, body, headers }) => ({ destination: 'hosted', payload: `${path}\n${JSON.stringify(headers)}\n${body}` }))
      return [...received, ...read(LEFT, providers.hosted.url).map((row) => LeftRow.parse(row))]
    },
    async jobs() {
      const { failed, succeeded } = CountRow.parse(read(JOBS)[0] ?? { failed: 0, succeeded: 0 })
      return { failed: failed ?? 0, succeeded: succeeded ?? 0 }
    },
    setMachine,
    async setProvider({ name, does }) {
      providers[name].setFault(faultOf(does))
    },
  }
}
