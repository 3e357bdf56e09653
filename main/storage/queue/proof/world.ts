import Database from 'better-sqlite3'
import { migrate } from '../../migrate.ts'
import { MIGRATIONS } from '../../migrations/index.ts'
import type { Synchronous } from '../../operations.ts'
import { createJobRepository } from '../job-repository.ts'
import type { JobStore } from '../types.ts'

/** A queue in memory, with the product's own schema and statements. */
export interface World {
  readonly db: Database.Database
  readonly store: Synchronous<JobStore>
  /** Jobs that stand back for a lock. */
  readyForLocks(): ReadonlySet<string>
  holdsAll(id: string, locks: ReadonlyMap<string, 'shared' | 'exclusive'>): boolean
  /** Others wait for it, or it asked for locks: it ends after those with nothing of that kind. */
  hasLinks(id: string): boolean
  /** Everything that `work` writes is forgotten afterwards. */
  apart(work: () => void): void
}

export function createWorld(): World {
  const db = new Database(':memory:')
  db.pragma('foreign_keys = ON')
  db.pragma('recursive_triggers = ON')
  migrate(db, MIGRATIONS)
  const waiting = db.prepare('SELECT id FROM jobs WHERE ready = 2').pluck()
  const holds = db.prepare(
    "SELECT 1 FROM job_locks l JOIN jobs ON jobs.seq = l.job WHERE jobs.id = ? AND l.name = ? AND (l.mode = 'exclusive' OR l.mode = ?)",
  )
  const links = db.prepare('SELECT links FROM jobs WHERE id = ?').pluck()
  return {
    db,
    readyForLocks: () => new Set(waiting.all().map(String)),
    holdsAll: (id, locks) => [...locks].every(([name, mode]) => holds.get(id, name, mode) !== undefined),
    hasLinks: (id) => links.get(id) !== 0,
    store: createJobRepository(db),
    apart(work) {
      db.exec('BEGIN')
      try {
        work()
      } finally {
        db.exec('ROLLBACK')
      }
    },
  }
}
