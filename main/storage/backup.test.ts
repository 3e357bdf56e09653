import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { copyTo, problemOfBackup } from './backup.ts'
import { type Connection, closeConnection } from './connection.ts'
import { latestVersion } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { openDatabase } from './open-database.ts'
import { createRepositories, type Repositories } from './operations.ts'
import { sampleSource } from './storage-samples.ts'

let dataDir: string
let db: Connection
let host: Connection
let file: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-copy-'))
  db = openDatabase({ dataDir, now: 0 }).db
  host = openDatabase({ dataDir, now: 0 }).db
  file = join(dataDir, 'copy.db')
})
afterEach(() => {
  vi.restoreAllMocks()
  closeConnection(host)
  closeConnection(db)
  rmSync(dataDir, { recursive: true, force: true })
})

const source = (id: number) => sampleSource({ id: `src_${id}`, name: `${id}.md`, sha256: String(id).repeat(64) })

/** Another process changes the database just before the copy is made, and between the copy and the look at the original. */
function meanwhile(steps: { before?: (host: Repositories) => void; after: (host: Repositories) => void }): void {
  const repositories = createRepositories(host)
  const prepare = db.prepare.bind(db)
  let made = false
  vi.spyOn(db, 'prepare').mockImplementation((sql: string) => {
    if (sql.startsWith('VACUUM')) {
      steps.before?.(repositories)
      made = true
    } else if (made) {
      made = false
      steps.after(repositories)
    }
    return prepare(sql)
  })
}

describe('a backup beside a running host', () => {
  it('is made although rows are added meanwhile', () => {
    createRepositories(host).sources.add(source(1), 'text')
    meanwhile({ after: ({ sources }) => void sources.add(source(2), 'text') })
    copyTo(db, file, 0)
    expect(problemOfBackup(file, latestVersion(MIGRATIONS))).toBeNull()
    expect(createRepositories(host).sources.list()).toHaveLength(2)
  })

  it('is refused when it has fewer rows than there were before and after', () => {
    createRepositories(host).sources.add(source(1), 'text')
    meanwhile({
      before: ({ sources }) => void sources.remove('src_1'),
      after: ({ sources }) => void sources.add(source(2), 'text'),
    })
    expect(() => copyTo(db, file, 0)).toThrow(/could not be backed up/)
    expect(existsSync(file)).toBe(false)
  })
})
