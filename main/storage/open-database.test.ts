import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EMPTY_DRAFT } from '#contracts/compose.ts'
import { backUp, listBackups } from './backup.ts'
import { type Connection, closeConnection } from './connection.ts'
import { latestVersion } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { DATABASE_FILE, type OpenDatabaseOptions, openDatabase, openForReading } from './open-database.ts'
import { createRepositories } from './operations.ts'
import { sampleAttempt, sampleDecision, sampleGeneration, sampleJob, sampleSource } from './storage-samples.ts'

const FIXTURE = join(import.meta.dirname, 'fixtures/version-1.db')
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)

let dataDir: string
let file: string
const opened: Connection[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-open-'))
  file = join(dataDir, DATABASE_FILE)
})
afterEach(() => {
  closeAll()
  rmSync(dataDir, { recursive: true, force: true })
})

function closeAll(): void {
  for (const db of opened.splice(0)) closeConnection(db)
}

function open(options: Partial<OpenDatabaseOptions> = {}) {
  const result = openDatabase({ dataDir, now: NOW, ...options })
  opened.push(result.db)
  return { ...result, repositories: createRepositories(result.db) }
}

/** A database with one job in it, closed. */
function prepare(): void {
  open().repositories.jobs.enqueue(sampleJob())
  closeAll()
}

const NEXT = [
  ...MIGRATIONS,
  { version: latestVersion(MIGRATIONS) + 1, sql: 'CREATE TABLE later (id INTEGER PRIMARY KEY, note TEXT) STRICT;' },
]

describe('opening', () => {
  it('creates a database with the settings that durability and privacy rest on', () => {
    const { db, opening } = open()
    expect(opening).toEqual({ outcome: 'created', setAside: null, restoredFrom: null, backup: null, migratedFrom: null })
    const pragma = (name: string): unknown => db.pragma(name, { simple: true })
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('synchronous')).toBe(2)
    for (const name of ['foreign_keys', 'secure_delete', 'recursive_triggers']) expect(pragma(name)).toBe(1)
    for (const name of ['trusted_schema', 'mmap_size']) expect(pragma(name)).toBe(0)
    const tables = db
      .prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all()
    expect(tables.length).toBeGreaterThan(10)
    for (const table of tables) expect(table).toMatchObject({ strict: 1 })
  })

  it('leaves one file when it is closed', () => {
    prepare()
    expect(readdirSync(dataDir).filter((name) => name.startsWith(DATABASE_FILE))).toEqual([DATABASE_FILE])
  })

  it('says that the folder cannot be written', () => {
    // Permissions do not bind root: it is shown a file system that nobody can write to.
    const isRoot = process.getuid?.() === 0
    const folder = isRoot ? '/sys/kernel' : join(dataDir, 'locked')
    if (!isRoot) {
      mkdirSync(folder)
      chmodSync(folder, 0o555)
    }
    expect(() => openDatabase({ dataDir: folder, now: NOW })).toThrow(expect.objectContaining({ code: 'DATA_DIR_READ_ONLY' }))
    writeFileSync(join(dataDir, 'a-file'), '')
    expect(() => openDatabase({ dataDir: join(dataDir, 'a-file'), now: NOW })).toThrow(
      expect.objectContaining({ code: 'DATA_DIR_READ_ONLY' }),
    )
  })
})

describe('the database of version 1', () => {
  it('still opens with all that is in it', () => {
    copyFileSync(FIXTURE, file)
    const { repositories, opening } = open()
    expect(opening.outcome).toBe('opened')
    expect(repositories.generations.get('gen_1')).toMatchObject({
      prompt: sampleGeneration().prompt,
      text: 'The lake is blue.',
      sources: [sampleSource()],
      decision: sampleDecision(),
      attempts: [sampleAttempt()],
    })
    expect(repositories.jobs.get('job_1')).toMatchObject({ state: 'queued' })
    expect(repositories.sources.text('src_1')).toBe('a blue lake.')
    expect(repositories.ledger.verify()).toMatchObject({ ok: true, entries: 3 })
    expect(repositories.vaults.plain()).toMatchObject([{ id: 'vlt_1', entries: [{ type: 'PERSON', original: 'Ann', surrogate: 'Mia' }] }])
    expect(repositories.kpis.summary(0)).toMatchObject([{ name: 'total_ms', count: 1 }])
  })

  it('is backed up before it is migrated, and the backup is a good copy', () => {
    copyFileSync(FIXTURE, file)
    const { db, opening } = open({ migrations: NEXT })
    expect(opening).toMatchObject({ outcome: 'opened', migratedFrom: 1, backup: listBackups(dataDir)[0] })
    expect(db.prepare('SELECT count(*) FROM later').pluck().get()).toBe(0)
    closeAll()
    // The copy alone is a whole database of the old version.
    const [backup = ''] = listBackups(dataDir)
    copyFileSync(backup, file)
    expect(open().repositories.generations.get('gen_1')?.text).toBe('The lake is blue.')
  })
})

describe('the database of version 2', () => {
  it('gets a place for the unsent draft and keeps all that is in it', () => {
    copyFileSync(join(import.meta.dirname, 'fixtures/version-2.db'), file)
    const { repositories, opening } = open()
    expect(opening).toMatchObject({ outcome: 'opened', migratedFrom: 2, backup: listBackups(dataDir)[0] })
    expect(repositories.generations.get('gen_1')).toMatchObject({ text: 'The lake is blue.', sources: [sampleSource()] })
    expect(repositories.sources.search('lake', 5)).toMatchObject([{ source: 'src_1' }])
    const { drafts } = repositories
    expect(drafts.get().revision).toBe(0)
    const draft = { ...EMPTY_DRAFT, prompt: 'Half a thought', label: 'public' } as const
    expect(drafts.save(draft, { base: 0, keepReplaced: false, keepRefused: false, now: NOW })).toEqual({ saved: true, revision: 1 })
  })
})

describe('the database of version 3', () => {
  it('gets a place for the rules of the workspace and keeps all that is in it', () => {
    copyFileSync(join(import.meta.dirname, 'fixtures/version-3.db'), file)
    const { repositories, opening } = open()
    expect(opening).toMatchObject({ outcome: 'opened', migratedFrom: 3, backup: listBackups(dataDir)[0] })
    expect(repositories.drafts.get()).toMatchObject({ revision: 4, prompt: 'Half a thought' })
    expect(repositories.generations.get('gen_1')).toMatchObject({ text: 'The lake is blue.' })
    const { privacyRules } = repositories
    expect(privacyRules.list()).toEqual([])
    const rule = { id: 'rul_1', kind: 'word', text: 'Nightjar', label: 'confidential', note: '', createdAt: NOW, removedAt: null } as const
    privacyRules.add(rule)
    expect(privacyRules.remove('rul_1', NOW + 1)).toBe(true)
    expect(privacyRules.remove('rul_1', NOW + 2)).toBe(false)
    expect(privacyRules.list()).toEqual([{ ...rule, removedAt: NOW + 1 }])
  })
})

describe('the database of version 4', () => {
  it('gets a place for encrypted vaults and keeps all that is in it', () => {
    copyFileSync(join(import.meta.dirname, 'fixtures/version-4.db'), file)
    const { repositories, opening } = open()
    expect(opening).toMatchObject({ outcome: 'opened', migratedFrom: 4, backup: listBackups(dataDir)[0] })
    expect(repositories.privacyRules.list()).toMatchObject([{ id: 'rul_1', text: 'Nightjar' }])
    expect(repositories.drafts.get()).toMatchObject({ revision: 4 })
    const { vaults } = repositories
    expect(vaults.plain()).toMatchObject([{ id: 'vlt_1', createdAt: 900, entries: [{ original: 'Ann Ellison', surrogate: 'Mia Aldous' }] }])
    const sealed = { id: 'vlt_1', createdAt: 900, keyId: 'k1', wrappedKey: Buffer.from('wrapped'), setAsideAt: null }
    vaults.add(sealed, [Buffer.from('record')])
    expect(vaults.plain()).toEqual([])
    expect(vaults.list()).toMatchObject([{ id: 'vlt_1', keyId: 'k1', setAsideAt: null }])
    vaults.setAside('vlt_1', NOW)
    vaults.rekey({ rewrapped: [{ id: 'vlt_1', keyId: 'k2', wrappedKey: Buffer.from('anew') }], removed: [], retired: ['k1'], now: NOW })
    expect(vaults.list()).toMatchObject([{ keyId: 'k2', setAsideAt: NOW }])
    expect(vaults.retiredKeys()).toEqual(['k1'])
    vaults.keyDestroyed('k1')
    expect(vaults.retiredKeys()).toEqual([])
    vaults.rekey({ rewrapped: [], removed: ['vlt_1'], retired: [], now: NOW })
    expect(vaults.get('vlt_1')).toBeNull()
  })
})

describe('migrating', () => {
  it('leaves everything as it was when a step fails', () => {
    prepare()
    const broken = [
      ...MIGRATIONS,
      { version: latestVersion(MIGRATIONS) + 1, sql: 'CREATE TABLE later (id INTEGER) STRICT; UPDATE jobs SET id = NULL;' },
    ]
    expect(() => open({ migrations: broken })).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
    const { repositories, db } = open()
    expect(repositories.jobs.get('job_1')).not.toBeNull()
    expect(db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'later'").get()).toBeUndefined()
  })

  it('refuses a newer database and does not touch it', () => {
    open({ migrations: NEXT })
    closeAll()
    const before = readFileSync(file)
    expect(() => open()).toThrow(
      expect.objectContaining({ code: 'DATABASE_NEWER', message: expect.stringContaining('Install the newer release') }),
    )
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(existsSync(join(dataDir, 'set-aside'))).toBe(false)
  })

  it('keeps the newest five backups', () => {
    const { db } = open()
    const made = [1, 2, 3, 4, 5, 6, 7].map((day) => backUp(db, dataDir, NOW + day * 86_400_000))
    expect(listBackups(dataDir)).toEqual(made.slice(2).reverse())
  })
})

describe('a damaged database', () => {
  const damages: ReadonlyArray<readonly [string, () => void]> = [
    ['cut in half', () => truncateSync(file, 40_960)],
    ['emptied', () => truncateSync(file, 0)],
    ['zeroed', () => writeFileSync(file, Buffer.alloc(readFileSync(file).length))],
    ['overwritten with something else', () => writeFileSync(file, 'This is not a database. '.repeat(500))],
    [
      'gone, with its log left behind',
      () => {
        rmSync(file)
        writeFileSync(`${file}-wal`, 'frames')
      },
    ],
    ['with a page wiped', () => writeFileSync(file, readFileSync(file).fill(0, 4096, 12_288))],
    ['with its version wiped', () => writeFileSync(file, readFileSync(file).fill(0, 60, 64))],
  ]

  it.each(damages)('%s: is set aside, and the newest good backup takes its place', (_name, damage) => {
    prepare()
    const { db, repositories } = open()
    backUp(db, dataDir, NOW)
    repositories.jobs.enqueue(sampleJob({ id: 'job_2' }))
    const newer = backUp(db, dataDir, NOW + 1_000)
    const bad = backUp(db, dataDir, NOW + 2_000)
    closeAll()
    truncateSync(bad, 5_000)
    damage()
    const bytes = existsSync(file) ? readFileSync(file) : null
    const reopened = open()
    const { setAside } = reopened.opening
    expect(reopened.opening).toMatchObject({ outcome: 'restored-from-backup', restoredFrom: newer })
    expect(reopened.repositories.jobs.get('job_2')).not.toBeNull()
    const kept = join(setAside ?? '', DATABASE_FILE)
    if (bytes === null) expect(existsSync(join(setAside ?? '', `${DATABASE_FILE}-wal`))).toBe(true)
    else expect(readFileSync(kept).equals(bytes)).toBe(true)
    // The backups are still there for another time.
    expect(listBackups(dataDir)).toHaveLength(3)
  })

  it.each(damages)('%s: without a backup a fresh one is made', (_name, damage) => {
    prepare()
    damage()
    const { opening, repositories } = open()
    expect(opening).toMatchObject({ outcome: 'fresh-after-damage', restoredFrom: null, setAside: expect.stringContaining('set-aside') })
    expect(repositories.jobs.list({ limit: 10 })).toEqual([])
    closeAll()
    expect(open().opening.outcome).toBe('opened')
  })

  it('is set aside also when the definition of the table of words cannot be read', () => {
    prepare()
    const bytes = readFileSync(file)
    const at = bytes.indexOf('fts5(text')
    expect(at).toBeGreaterThan(0)
    bytes[at + 6] = 9
    writeFileSync(file, bytes)
    expect(open().opening.setAside).not.toBeNull()
  })

  it('is never lost, whatever happens to its bytes', () => {
    prepare()
    const whole = readFileSync(file)
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 9_000 }), fc.nat(255), fc.boolean(), (start, length, value, cut) => {
        rmSync(join(dataDir, 'set-aside'), { recursive: true, force: true })
        const bytes = cut ? whole.subarray(0, start) : Buffer.from(whole).fill(value, start, Math.min(start + length, whole.length))
        writeFileSync(file, bytes)
        let setAside: string | null = null
        try {
          setAside = open().opening.setAside
        } catch (error) {
          // The one refusal there may be: a version number that happens to look newer. The file stays.
          expect(error).toMatchObject({ code: 'DATABASE_NEWER' })
          setAside = dataDir
        }
        closeAll()
        if (setAside !== null) expect(readFileSync(join(setAside, DATABASE_FILE)).equals(bytes)).toBe(true)
      }),
      { numRuns: 25 },
    )
  })
})

describe('the database of version 5', () => {
  it('gets a place for what the router learns and keeps all that is in it', () => {
    copyFileSync(join(import.meta.dirname, 'fixtures/version-5.db'), file)
    const { repositories, opening } = open()
    expect(opening).toMatchObject({ outcome: 'opened', migratedFrom: 5, backup: listBackups(dataDir)[0] })
    expect(repositories.vaults.list()).toMatchObject([{ id: 'vlt_1', keyId: 'k1' }])
    expect(repositories.generations.get('gen_1')).toMatchObject({ text: 'The lake is blue.' })
    expect(repositories.routing.outcomes(10)).toEqual([])
    repositories.generations.setDecision('gen_1', sampleDecision())
    repositories.routing.addFeedback({ generationId: 'gen_1', at: NOW, verdict: 'liked', editedShare: null })
    expect(repositories.routing.outcomes(10)).toMatchObject([{ generationId: 'gen_1', feedback: [{ verdict: 'liked' }] }])
  })
})

describe.each([6, 7])('the database of version %i', (version) => {
  it('keeps its sources, finds their words, and learns to know folders', () => {
    copyFileSync(join(import.meta.dirname, `fixtures/version-${version}.db`), file)
    const { repositories, opening } = open()
    expect(opening).toMatchObject({ outcome: 'opened', migratedFrom: version, backup: listBackups(dataDir)[0] })
    const { sources, folders } = repositories
    expect(sources.listAdded().map(({ id }) => id)).toEqual(['src_6', 'src_1'])
    expect(sources.get('src_6')).toEqual({ ...sources.get('src_6'), label: 'internal', name: 'gates.txt' })
    expect(sources.get('src_6')).not.toHaveProperty('labelState')
    expect(sources.text('src_6')).toMatch(/^The north gate .* liegt tiefer\.$/)
    expect(sources.search('cafe', 5)).toMatchObject([{ source: 'src_6', start: 39 }])
    expect(sources.remove('src_6')).toBe(true)
    expect(sources.search('cafe', 5)).toEqual([])
    expect(folders.list()).toEqual([])
    expect(folders.add({ id: 'fld_1', path: '/tmp/x', addedAt: NOW })).toMatchObject({ path: '/tmp/x', sources: 0 })
    expect(repositories.routing.feedback('gen_1')).toMatchObject([{ verdict: 'liked' }])
  })
})

describe('the database of version 10', () => {
  it('keeps its jobs with what happened to them, and goes on with those that wait', () => {
    copyFileSync(join(import.meta.dirname, 'fixtures/version-10.db'), file)
    const { repositories, opening } = open()
    expect(opening).toMatchObject({ outcome: 'opened', migratedFrom: 10, backup: listBackups(dataDir)[0] })
    const { jobs, generations } = repositories
    const steps = (id: string) => jobs.transitions(id).map(({ to }) => to)
    expect(steps('job_4')).toEqual(['queued', 'leased', 'running', 'succeeded'])
    expect(steps('job_3')).toEqual(['queued', 'leased', 'running', 'deferred'])
    expect(jobs.list({ limit: 10, state: 'queued' }).map(({ id }) => id)).toEqual(['job_5', 'job_1'])
    // What a dead process held comes back; the others in their order, and none before its time.
    expect(jobs.reclaim(['dead:1'], 0, 6_000).changed).toMatchObject([{ id: 'job_2', state: 'queued', label: 'restricted' }])
    const claim = (now: number) => jobs.claim({ owner: 'me', now, leaseMs: 10, kinds: ['generate', 'index-source'] })?.id
    expect([claim(6_500), claim(6_500), claim(6_500), claim(8_000), claim(8_000)]).toEqual([
      'job_2',
      'job_1',
      undefined,
      'job_3',
      undefined,
    ])
    expect(steps('job_2')).toEqual(['queued', 'leased', 'running', 'queued', 'leased'])
    expect(generations.get('gen_4')).toMatchObject({ jobId: 'job_4' })
    expect(jobs.finish('job_2', jobs.get('job_2')?.fence ?? 0, { state: 'succeeded', note: '', error: null }, 9_000)).not.toBeNull()
  })
})

describe('a connection for reading', () => {
  it('sees at once what the other one stores, and changes nothing', () => {
    const { repositories } = open()
    const { db } = openForReading(dataDir)
    const reading = createRepositories(db)
    repositories.sources.add(sampleSource(), 'The north gate.')
    repositories.sources.append('src_1', [{ start: 0, end: 15, kind: 'line', number: 1, context: '', text: 'The north gate.' }])
    expect(reading.sources.search('gate', 5)).toMatchObject([{ source: 'src_1' }])
    expect(reading.sources.text('src_1')).toBe('The north gate.')
    expect(() => reading.sources.remove('src_1')).toThrow(/readonly/)
    // Whoever is told so asks the other one, which takes into the index what waits for it.
    repositories.generations.create(sampleGeneration(), sampleJob())
    const query = { query: 'write', limit: 5, filter: {} }
    expect(() => reading.history.search(query)).toThrow(/readonly/)
    expect(repositories.history.search(query)).toMatchObject([{ kind: 'prompt' }])
    expect(reading.history.search(query)).toMatchObject([{ kind: 'prompt' }])
    db.close()
  })
})

describe('the database of version 6', () => {
  it('gets templates, documents with versions and a search over all that is in it already', () => {
    copyFileSync(join(import.meta.dirname, 'fixtures/version-6-drafts.db'), file)
    const { repositories, opening } = open()
    expect(opening).toMatchObject({ outcome: 'opened', migratedFrom: 6, backup: listBackups(dataDir)[0] })
    const { prompt } = sampleGeneration()
    expect(repositories.generations.get('gen_1')).toMatchObject({
      text: 'The lake is blue.',
      structured: null,
      form: { typed: prompt, fields: {}, output: 'prose', extractive: 'summary', shape: 'Write a summary in one or two short paragraphs.' },
    })
    expect(repositories.drafts.get()).toMatchObject({ prompt: 'Half a thought', fields: {} })
    const id = repositories.documents.ofGeneration('gen_1') ?? ''
    const found = repositories.documents.get(id)
    expect(found?.document).toMatchObject({ title: 'Write about the lake.', versions: 1, current: 'ver_gen_1' })
    expect(found?.versions).toMatchObject([{ id: 'ver_gen_1', kind: 'generation', parentId: null, excerpt: 'The lake is blue.' }])
    const kinds = (query: string) => repositories.history.search({ query, limit: 10, filter: {} }).map(({ kind }) => kind)
    expect(kinds('lake').sort()).toEqual(['draft', 'prompt', 'source'])
    expect(repositories.templates.list()).toEqual([])
    expect(repositories.comparisons.list(5)).toEqual([])
  })
})
