import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { LabelSchema, RouteSchema } from '#contracts/privacy.ts'
import type { World } from '../../main/testing/runner/index.ts'
import type { LangbaseServer, ScriptedServer } from '../services/index.ts'

type Behaviour = Parameters<World['setProvider']>[0]['does']

const DecisionRow = z.object({ status: z.string(), route: RouteSchema.nullable(), label: LabelSchema })
const CountRow = z.object({ failed: z.number(), succeeded: z.number() })

/** The world of an app on a data folder of its own, read from its database, with loopback servers in the place of providers. */
export function worldOf(dataDir: string, providers: { readonly local: ScriptedServer; readonly hosted: LangbaseServer }): World {
  const read = (sql: string): unknown => {
    const file = join(dataDir, 'tidegate.db')
    if (!existsSync(file)) return undefined
    const db = new Database(file, { readonly: true })
    try {
      return db.prepare(sql).get()
    } finally {
      db.close()
    }
  }
  return {
    async lastDecision() {
      const row = read('SELECT status, route, label FROM decisions ORDER BY seq DESC LIMIT 1')
      return row === undefined ? null : DecisionRow.parse(row)
    },
    // What the hosted server got, and not what the app says of it. Asking whether it is there carries no body.
    async egress() {
      return providers.hosted.requests
        .filter(({ body }) => body !== '')
        .map(({ path, body, headers }) => ({ destination: 'hosted', payload: `${path}\n${JSON.stringify(headers)}\n${body}` }))
    },
    async jobs() {
      const row = read(
        `SELECT sum(state IN ('failed', 'dead')) AS failed, sum(state = 'succeeded') AS succeeded FROM jobs WHERE kind = 'generate'`,
      )
      return CountRow.parse(row)
    },
    setMachine: () => Promise.reject(new Error('The machine of this run cannot be set.')),
    async setProvider({ name, does }) {
      providers[name].setFault(faultOf(does))
    },
  }
}

function faultOf(does: Behaviour): Parameters<ScriptedServer['setFault']>[0] {
  switch (does) {
    case 'answer':
      return null
    case 'refuse':
      return { type: 'status', status: 403, body: { error: { message: 'No.' } } }
    case 'break':
      return { type: 'cut-frame', afterFrames: 2 }
    case 'stall':
      return { type: 'stall', afterFrames: 2 }
    case 'go-away':
      return { type: 'reset-before-answer', everywhere: true }
  }
}
