import type { Connection } from './connection.ts'
import { type Call, OPERATIONS, type Repositories, runCall } from './operations.ts'

export type CallResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }

/**
 * Runs the calls that were waiting, in order, in one transaction, so that they share one sync to disk (group commit). Each call is
 * still all or nothing by itself: repositories open a savepoint. Nothing is answered before the commit, so what a caller
 * was told is on disk.
 */
export function runBatch(db: Connection, repositories: Repositories, calls: readonly Call[]): CallResult[] {
  const writes = calls.filter(isWrite).length
  if (writes < 2) return calls.map((call) => attempt(repositories, call))
  const results: CallResult[] = []
  try {
    db.exec('BEGIN IMMEDIATE')
    for (const call of calls) {
      const result = attempt(repositories, call)
      results.push(result)
      // A full disk or a broken one makes SQLite roll back everything: the calls before this one are undone as well.
      if (!result.ok && !db.inTransaction) throw result.error
    }
    db.exec('COMMIT')
    return results
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    return calls.map(() => ({ ok: false, error }))
  }
}

function isWrite(call: Call): boolean {
  const store: Readonly<Record<string, 'read' | 'write'>> = OPERATIONS[call.store]
  return store[call.method] === 'write'
}

function attempt(repositories: Repositories, call: Call): CallResult {
  try {
    return { ok: true, value: runCall(repositories, call) }
  } catch (error) {
    return { ok: false, error }
  }
}
