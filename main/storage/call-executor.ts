import type { Connection } from './connection.ts'
import { type Access, accessOf, type Call, createRepositories, runCall } from './operations.ts'

export type CallResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }

export interface CallExecutor {
  /**
   * Runs the calls in order. Several writes share one transaction, and so one sync to disk (group commit); each call is still all or
   * nothing by itself, because repositories open a savepoint. Nothing is answered before the commit.
   */
  run(calls: readonly Call[]): CallResult[]
}

export function createCallExecutor(db: Connection): CallExecutor {
  const repositories = createRepositories(db)
  let synced = true

  /** In WAL mode FULL syncs the log at each commit, NORMAL leaves that to the next FULL commit or checkpoint. */
  function setSynced(wanted: boolean): void {
    if (wanted === synced) return
    db.exec(`PRAGMA synchronous = ${wanted ? 'FULL' : 'NORMAL'}`)
    synced = wanted
  }

  function attempt(call: Call): CallResult {
    try {
      return { ok: true, value: runCall(repositories, call) }
    } catch (error) {
      return { ok: false, error }
    }
  }

  function together(calls: readonly Call[]): CallResult[] {
    try {
      db.exec('BEGIN IMMEDIATE')
      const results: CallResult[] = []
      for (const call of calls) {
        const result = attempt(call)
        results.push(result)
        // A full or broken disk makes SQLite roll back everything: the calls before this one are undone as well.
        if (!result.ok && !db.inTransaction) throw result.error
      }
      db.exec('COMMIT')
      return results
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      return calls.map(() => ({ ok: false, error }))
    }
  }

  return {
    run(calls) {
      const accesses = calls.map(accessOf)
      const writes = accesses.filter((access) => access !== ('read' satisfies Access)).length
      if (writes > 0) setSynced(accesses.includes('durable'))
      return writes > 1 ? together(calls) : calls.map(attempt)
    },
  }
}
