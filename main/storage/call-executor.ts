import type { Connection } from './connection.ts'
import { type Access, accessOf, type Call, createRepositories, runCall } from './operations.ts'

export type CallResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }

export interface CallExecutor {
  /**
   * Runs the calls in order. Several writes share one transaction, and so one sync to disk (group commit); each call is still all or
   * nothing by itself, because repositories open a savepoint. Nothing is answered before the commit of what it wrote or may have seen; what
   * is read before the first write and after the last is not held up by them.
   * @param answer hears each result as soon as it may be told, in order, with the number of its call
   */
  run(calls: readonly Call[], answer?: (result: CallResult, index: number) => void): CallResult[]
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
    run(calls, answer = () => undefined) {
      const accesses = calls.map(accessOf)
      const isWrite = (access: Access): boolean => access !== 'read'
      const first = accesses.findIndex(isWrite)
      const last = accesses.findLastIndex(isWrite)
      if (first !== -1) setSynced(accesses.includes('durable'))
      const results: CallResult[] = []
      const tell = (result: CallResult): void => {
        answer(result, results.push(result) - 1)
      }
      // A single write is a transaction of its own.
      const [from, to] = first === last ? [calls.length, calls.length] : [first, last + 1]
      for (const call of calls.slice(0, from)) tell(attempt(call))
      if (from < to) together(calls.slice(from, to)).forEach(tell)
      for (const call of calls.slice(to)) tell(attempt(call))
      return results
    },
  }
}
