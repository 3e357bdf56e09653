import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { NextStart } from '#contracts/data-folder.ts'
import { problemOfBackup } from './backup.ts'
import { type Connection, closeConnection, openConnection } from './connection.ts'
import { hasLeftovers, publish, setAside } from './database-files.ts'
import { latestVersion, migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { forgetNextStart, readNextStart, stagedDatabase } from './next-start.ts'
import { DATABASE_FILE, lockOpening } from './open-database.ts'
import { createRepositories } from './operations.ts'
import { isDamage, isReadOnly, systemCode } from './storage-error.ts'

type RestoreWish = Extract<NextStart, { kind: 'restore' }>

/** What was done before the database opened. `setAside` is the folder that holds what was there until then. */
export type Applied =
  | { readonly kind: 'restored'; readonly wish: RestoreWish; readonly setAside: string | null; readonly ledgerCarried: boolean }
  /** The copy is no longer good, or could not be made ready: nothing was changed. `problem` is words only. */
  | { readonly kind: 'not-restored'; readonly problem: string }
  | { readonly kind: 'erased' }

/** What of a data folder is the app's own, but for the locks that this very process holds. */
const OURS = [
  /^tidegate\.db/,
  /^restore-next\.db/,
  /^(creating|restoring)\.db/,
  /^(backups|set-aside|crash-reports|engine|logs|updates)$/,
  /^(config|keys|key-origins|keychain|ledger-anchor|model-hashes|onboarding|next-start|desktop|window|gpu|boot|telemetry|flags|updates)\.json/,
  /^(installation|host-token)$/,
] as const

/**
 * Does what a person asked for at the next start. To be called by the one process that serves the folder, before anything in it is read.
 * What a restore replaces is moved to `set-aside` and never deleted.
 */
export function applyNextStart(dataDir: string, now: number): Applied | null {
  const wish = readNextStart(dataDir)
  if (wish === null) return null
  const lock = lockOpening(dataDir)
  try {
    return wish.kind === 'erase' ? erase(dataDir) : restore(dataDir, wish, now)
  } finally {
    lock.release()
  }
}

function erase(dataDir: string): Applied {
  const names = readdirSync(dataDir).filter((name) => OURS.some((pattern) => pattern.test(name)))
  // The wish itself goes last: what is interrupted is taken up again.
  for (const name of names.sort((a, b) => Number(a.startsWith('next-start')) - Number(b.startsWith('next-start')))) {
    rmSync(join(dataDir, name), { recursive: true, force: true })
  }
  return { kind: 'erased' }
}

function restore(dataDir: string, wish: RestoreWish, now: number): Applied {
  const staged = stagedDatabase(dataDir)
  const file = join(dataDir, DATABASE_FILE)
  const problem = problemOfBackup(staged, latestVersion(MIGRATIONS))
  if (problem !== null) return notRestored(dataDir, problem)
  const there = existsSync(file)
  let ledgerCarried: boolean
  let folder: string | null
  try {
    ledgerCarried = prepare(staged, there ? file : null, now)
    // A power cut between the renames leaves side files without their database: the restored one must not take them for its own.
    folder = there || hasLeftovers(file) ? setAside(file, now) : null
  } catch (error) {
    // Once the present database has moved there is no way back but forward: the wish stays, and the next start takes it up.
    if (!existsSync(file)) throw error
    return notRestored(dataDir, inWords(error))
  }
  publish(staged, file)
  forgetNextStart(dataDir)
  return { kind: 'restored', wish, setAside: folder, ledgerCarried }
}

/** A wish that cannot be fulfilled must not keep the app from starting: it is forgotten, and what is there stays. */
function notRestored(dataDir: string, problem: string): Applied {
  forgetNextStart(dataDir)
  return { kind: 'not-restored', problem }
}

function inWords(error: unknown): string {
  const code = systemCode(error) ?? ''
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full'
  if (code.startsWith('SQLITE_BUSY')) return 'another process is using the database'
  if (isReadOnly(error)) return 'the data folder cannot be written'
  if (isDamage(error)) return 'damaged'
  if (code === 'SQLITE_ERROR' || code.startsWith('SQLITE_CONSTRAINT')) return 'its tables do not fit this release'
  return 'it could not be made ready'
}

/** Brings a staged copy up to date: its tables, what left since it was made, and nothing of what it was about to do. */
function prepare(staged: string, present: string | null, now: number): boolean {
  const db = openConnection(staged)
  try {
    migrate(db, MIGRATIONS)
    stopUnfinished(db, now)
    return present === null || carryLedger(db, present)
  } finally {
    closeConnection(db)
  }
}

const HeadSchema = z.object({ seq: z.number(), hash: z.string() })
const LEDGER = `seq, at, kind, request_seq, destination, method, purpose, provider, job_id, generation_id, attempt_id, route, label, verdict,
  reason, bytes_out, bytes_in, status, payload_sha256, payload, prev_hash, hash`

/**
 * What left since the backup was made stays on record, and a payload that was deleted since then stays deleted. False where that cannot be:
 * the present database is damaged, or the two ledgers are not one chain (a backup of another machine). The backup's then stands as it is.
 */
function carryLedger(db: Connection, present: string): boolean {
  try {
    db.prepare('ATTACH DATABASE ? AS present').run(present)
    try {
      return db.transaction(() => carryEntries(db))()
    } finally {
      db.exec('DETACH DATABASE present')
    }
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}

function carryEntries(db: Connection): boolean {
  const row = db.prepare('SELECT seq, hash FROM main.ledger_head WHERE id = 1').get()
  const head = row === undefined ? { seq: 0, hash: '' } : HeadSchema.parse(row)
  const there = db.prepare('SELECT 1 FROM present.ledger WHERE seq = :seq AND hash = :hash')
  if (head.seq > 0 && there.get(head) === undefined) return false
  db.exec(`UPDATE main.ledger SET payload = NULL
    WHERE payload IS NOT NULL AND seq IN (SELECT seq FROM present.ledger WHERE payload IS NULL)`)
  db.prepare(`INSERT INTO main.ledger (${LEDGER}) SELECT ${LEDGER} FROM present.ledger WHERE seq > ? ORDER BY seq`).run(head.seq)
  db.prepare(
    `INSERT INTO main.ledger_head (id, seq, hash) SELECT 1, seq, hash FROM present.ledger_head WHERE id = 1 AND seq > ?
     ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
  ).run(head.seq)
  return true
}

/** Work that a backup was made in the middle of may be done by now, and sent: it is not begun again by itself. */
function stopUnfinished(db: Connection, now: number): void {
  const { jobs } = createRepositories(db)
  jobs.reclaim(jobs.owners(), now + 1, now)
  const open = db.prepare('SELECT id FROM jobs WHERE ended_at IS NULL ORDER BY seq DESC').pluck()
  for (const id of open.all()) jobs.requestCancel(String(id), now)
}
