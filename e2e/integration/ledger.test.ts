import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LedgerEntry, LedgerEntrySchema, LedgerTotalSchema } from '#contracts/privacy.ts'
import { checkLink } from '../../main/privacy/egress/index.ts'
import { sampleEntry } from '../../main/storage/storage-samples.ts'
import { type LangbaseServer, startLangbaseServer } from '../services/index.ts'
import { type CommandResult, warmTidegate as tidegate } from './command.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const PUBLIC = 'Write a two-sentence invitation to the public book club on Saturday at the town library.'

let hosted: LangbaseServer
let test: TestApp

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: KEY })
  test = await startTestApp(twoProviders({ hosted }), { hosted: KEY })
  for (let round = 0; round < 3; round += 1) {
    expect(await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })).toMatchObject({ state: 'succeeded' })
  }
})
afterEach(async () => {
  await test.stop()
  await hosted.stop()
})

const ledger = (...args: string[]): Promise<CommandResult> => tidegate(['ledger', ...args, '--data-dir', test.dataDir])

describe('tidegate ledger', () => {
  it('lists, verifies and adds up what left', async () => {
    const listed = await ledger('list', '--json')
    expect(LedgerEntrySchema.array().parse(JSON.parse(listed.stdout))).toHaveLength(6)
    const verified = await ledger('verify', '--json')
    expect(verified.exit).toBe(0)
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, entries: 6, anchor: 'signed' })
    expect((await ledger('verify')).stdout).toContain('Intact: 6 entries. Its end agrees with the signed record')
    const [total, ...more] = LedgerTotalSchema.array().parse(JSON.parse((await ledger('totals', '--json')).stdout))
    expect(more).toEqual([])
    expect(total).toMatchObject({ destination: hosted.url, sent: 3, refused: 0 })
    expect(total?.bytesOut).toBeGreaterThan(3 * PUBLIC.length)
    expect(total?.bytesIn).toBeGreaterThan(0)
    expect((await ledger('totals', '--days', '0')).exit).toBe(2)
  })

  it('counts no bytes of what was recorded and then not sent; the export has it as it was recorded', async () => {
    const unsent = sampleEntry({ bytesOut: 70 })
    const { seq } = await test.app.storage.ledger.append(unsent)
    await test.app.storage.ledger.append({ ...unsent, kind: 'outcome', requestSeq: seq, bytesOut: 0, payload: null, reason: 'NOT_SENT' })
    expect(JSON.parse((await ledger('list', '--json')).stdout)[1]).toMatchObject({ seq, kind: 'request', bytesOut: 0, reason: 'NOT_SENT' })
    const [line = ''] = (await ledger('list')).stdout.split('\n').filter((row) => row.startsWith(`${seq} `))
    expect(line).toMatch(/ 0 +0 +confidential +NOT_SENT *$/)
    const exported = (await ledger('export')).stdout
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row))
    expect(exported.find((entry) => entry.seq === seq)).toMatchObject({ bytesOut: 70, reason: null })
  })

  it('exports entries that can be checked without the app', async () => {
    const { stdout } = await ledger('export', '--format', 'jsonl')
    const entries = stdout
      .trimEnd()
      .split('\n')
      .map((line) => LedgerEntrySchema.parse(JSON.parse(line)))
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
    let previous: LedgerEntry | null = null
    for (const entry of entries) {
      expect(checkLink(entry, previous, false)).toBeNull()
      previous = entry
    }
    expect(entries.filter(({ kind }) => kind === 'request').map(({ payload }) => payload)).toEqual(hosted.requests.map(({ body }) => body))
    const file = join(test.dataDir, 'ledger.csv')
    expect((await ledger('export', '--format', 'csv', '--output', file)).exit).toBe(0)
    const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n')
    expect(lines).toHaveLength(7)
    expect(lines[0]).toContain('seq,at,kind,requestSeq,destination')
    expect(lines[1]).toContain(`"${hosted.requests[0]?.body.replaceAll('"', '""')}"`)
    expect((await ledger('export', '--output', file)).exit).toBe(2)
    expect((await ledger('export', '--format', 'xml')).exit).toBe(2)
  })

  it('notices entries that were cut off with the head put right, and a record that was removed', async () => {
    await test.app.storage.dispose()
    const db = new Database(join(test.dataDir, 'tidegate.db'))
    for (const name of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all())
      db.exec(`DROP TRIGGER "${String(name)}"`)
    db.exec('DELETE FROM ledger WHERE seq > 4; UPDATE ledger_head SET seq = 4, hash = (SELECT hash FROM ledger WHERE seq = 4)')
    db.close()
    const cut = await ledger('verify', '--json')
    expect(cut.exit).toBe(1)
    expect(JSON.parse(cut.stdout)).toMatchObject({ ok: false, brokenAt: 5, problem: 'entries are missing at the end' })
    rmSync(join(test.dataDir, 'ledger-anchor.json'))
    const gone = await ledger('verify', '--json')
    expect(gone.exit).toBe(1)
    expect(JSON.parse(gone.stdout)).toMatchObject({ ok: false, problem: 'the record of its end is missing' })
  })

  it('notices a byte that was changed in the file of the database itself', async () => {
    await test.app.storage.dispose()
    const file = join(test.dataDir, 'tidegate.db')
    const bytes = readFileSync(file)
    // A word of the second payload, as it lies in the file.
    const at = bytes.indexOf('invitation', bytes.indexOf('invitation', bytes.indexOf('"messages"')) + 1)
    expect(at).toBeGreaterThan(0)
    const spots = [at, at + 3, at + 9]
    for (const spot of spots) {
      const changed = Buffer.from(bytes)
      changed[spot] = (changed[spot] ?? 0) ^ 1
      writeFileSync(file, changed)
      const result = await ledger('verify', '--json')
      expect(result.exit).toBe(1)
      expect(JSON.parse(result.stdout)).toMatchObject({ ok: false, problem: 'its payload was changed' })
    }
  })
})
