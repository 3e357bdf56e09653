import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type KeyStore, openFileKeyStore } from '../../config/index.ts'
import { openStorage } from '../../storage/index.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { systemClock } from '../../system-platform.ts'
import { createLog } from '../../telemetry/index.ts'
import { createProfileKeys, createVaults } from './index.ts'
import { idOfKey, newKey, seal, unseal } from './sealing.ts'

const ANN: VaultEntry = { type: 'PERSON', original: 'Ann Ellison', surrogate: 'Mia Aldous' }
const MAIL: VaultEntry = { type: 'EMAIL_ADDRESS', original: 'ann@ellison.test', surrogate: 'mia@example.org' }
const FIXTURE = join(import.meta.dirname, '../../storage/fixtures/version-4.db')

let dataDir = ''
let lines: string[] = []
const running: { dispose(): Promise<void> }[] = []

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-vaults-'))
  lines = []
})

afterEach(async () => {
  await stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** One run of the app. */
async function start(options: { env?: Record<string, string>; keys?: KeyStore; dir?: string } = {}) {
  const dir = options.dir ?? dataDir
  const ids = { next: () => 'err_1' }
  const log = createLog({ clock: systemClock, ids, level: 'debug', write: (line) => lines.push(line) })
  const storage = await openStorage({ dataDir: dir, mode: 'inline', log })
  running.push(storage)
  const keys = options.keys ?? openFileKeyStore(dir, options.env ?? {})
  const vaults = createVaults({ store: storage.vaults, keys: createProfileKeys(keys), platform: { clock: systemClock, log } })
  return { vaults, store: storage.vaults, keys }
}

async function stop(): Promise<void> {
  for (const one of running.splice(0)) await one.dispose()
}

async function kept(id = 'vlt_1', entries: readonly VaultEntry[] = [ANN]) {
  const run = await start()
  run.vaults.open(id)
  await run.vaults.put(id, entries)
  expect(await run.vaults.keep(id)).toBe(true)
  return run
}

/** Everything that is on the disk. */
function disk(): Buffer {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))))
}

function database(): Database.Database {
  return new Database(join(dataDir, 'tidegate.db'))
}

describe('a vault in memory', () => {
  it('has what was put into it, in order, and leaves nothing on the disk', async () => {
    const { vaults } = await start()
    vaults.open('vlt_1')
    await vaults.put('vlt_1', [ANN])
    await vaults.put('vlt_1', [MAIL])
    expect(await vaults.entries('vlt_1')).toEqual([ANN, MAIL])
    expect(vaults.isKept('vlt_1')).toBe(false)
    await stop()
    expect(disk().includes('Ellison')).toBe(false)
    const later = await start()
    await expect(later.vaults.entries('vlt_1')).rejects.toMatchObject({ code: 'VAULT_NOT_FOUND' })
  })

  it('is gone when it is closed', async () => {
    const { vaults } = await start()
    vaults.open('vlt_1')
    vaults.close('vlt_1')
    await expect(vaults.entries('vlt_1')).rejects.toMatchObject({ code: 'VAULT_NOT_FOUND' })
    await expect(vaults.put('vlt_1', [ANN])).rejects.toMatchObject({ code: 'VAULT_NOT_FOUND' })
  })

  it('can be forgotten, and an unknown one cannot', async () => {
    const { vaults } = await start()
    vaults.open('vlt_1')
    expect(await vaults.forget('vlt_1')).toBe('memory')
    await expect(vaults.forget('vlt_1')).rejects.toMatchObject({ code: 'VAULT_NOT_FOUND' })
  })
})

describe('a vault that is kept', () => {
  it('is there in the next run, with what came later, and can go on', async () => {
    const { vaults } = await kept()
    await vaults.put('vlt_1', [MAIL])
    await stop()
    const later = await start()
    expect(await later.vaults.entries('vlt_1')).toEqual([ANN, MAIL])
    await later.vaults.put('vlt_1', [{ ...ANN, original: 'Bob', surrogate: 'Leo' }])
    await stop()
    expect(await (await start()).vaults.entries('vlt_1')).toHaveLength(3)
  })

  it('is nowhere on the disk in plain text, nor in the log', async () => {
    await kept('vlt_1', [ANN, MAIL])
    for (const text of ['Ellison', 'ellison', 'Aldous', 'PERSON', 'mia@']) {
      expect(disk().includes(text)).toBe(false)
      expect(disk().includes(Buffer.from(text, 'utf16le'))).toBe(false)
      expect(lines.join('\n')).not.toContain(text)
    }
    await stop()
    expect(disk().includes('Ellison')).toBe(false)
  })

  it('keeps its key in a file that its owner alone can read', async () => {
    const { store } = await kept()
    const [vault] = await store.list()
    const keys: unknown = JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8'))
    expect(keys).toHaveProperty(`_vault-${vault?.keyId}`)
  })

  it('shares one key with the others, and has one of its own under it', async () => {
    const { vaults, store } = await kept()
    vaults.open('vlt_2')
    await vaults.keep('vlt_2')
    const [two, one] = await store.list()
    expect(two?.keyId).toBe(one?.keyId)
    expect(Buffer.compare(two?.wrappedKey ?? Buffer.of(), one?.wrappedKey ?? Buffer.of())).not.toBe(0)
  })

  it('stays in memory where the host has no lasting place for a key', async () => {
    const nowhere: KeyStore = {
      get: async () => null,
      status: async () => ({ state: 'none', place: null }),
      set: async () => ({ state: 'unavailable', place: 'session' }),
      importFile: async () => ({ moved: [], left: [] }),
    }
    const { vaults } = await start({ keys: nowhere })
    vaults.open('vlt_1')
    await vaults.put('vlt_1', [ANN])
    expect(await vaults.keep('vlt_1')).toBe(false)
    expect(await vaults.entries('vlt_1')).toEqual([ANN])
    await stop()
    expect(disk().includes('Ellison')).toBe(false)
  })
})

describe('a vault that cannot be decrypted', () => {
  const damages: readonly (readonly [string, string])[] = [
    ['a changed record', "UPDATE sealed_records SET record = CAST(record || x'00' AS BLOB)"],
    ['a changed key', "UPDATE sealed_vaults SET wrapped_key = zeroblob(61) WHERE id = 'vlt_1'"],
    [
      'a record of another vault',
      "UPDATE sealed_records SET record = (SELECT record FROM sealed_records WHERE vault_id = 'vlt_2') WHERE vault_id = 'vlt_1'",
    ],
    [
      'the key of another vault',
      "UPDATE sealed_vaults SET wrapped_key = (SELECT wrapped_key FROM sealed_vaults WHERE id = 'vlt_2') WHERE id = 'vlt_1'",
    ],
  ]
  it.each(damages)('because of %s is told, set aside and kept', async (_what, sql) => {
    const { vaults } = await kept()
    vaults.open('vlt_2')
    await vaults.put('vlt_2', [MAIL])
    await vaults.keep('vlt_2')
    await stop()
    const db = database()
    db.exec(sql)
    db.close()
    const later = await start()
    await expect(later.vaults.entries('vlt_1')).rejects.toMatchObject({
      code: 'VAULT_UNREADABLE',
      message: expect.stringContaining('set aside'),
    })
    await expect(later.vaults.put('vlt_1', [MAIL])).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' })
    expect((await later.vaults.list()).find(({ id }) => id === 'vlt_1')?.setAsideAt).toBeGreaterThan(0)
    expect((await later.store.get('vlt_1'))?.records).toHaveLength(1)
    expect(lines.join('\n')).toContain('vault.set_aside')
  })

  it('because its key is not there is kept as it is, and opens when the key is back', async () => {
    await kept()
    await stop()
    const keysFile = join(dataDir, 'keys.json')
    copyFileSync(keysFile, `${keysFile}.away`)
    rmSync(keysFile)
    const without = await start()
    await expect(without.vaults.entries('vlt_1')).rejects.toMatchObject({
      code: 'VAULT_UNREADABLE',
      message: expect.stringContaining('kept'),
    })
    // Another one can be made meanwhile, under a key of its own.
    without.vaults.open('vlt_2')
    expect(await without.vaults.keep('vlt_2')).toBe(true)
    expect((await without.vaults.list()).map(({ setAsideAt }) => setAsideAt)).toEqual([null, null])
    await stop()
    copyFileSync(`${keysFile}.away`, keysFile)
    expect(await (await start()).vaults.entries('vlt_1')).toEqual([ANN])
  })
})

describe('forgetting', () => {
  it('destroys the key, so that not even a copy made before can be read, and leaves the other vaults', async () => {
    const { vaults } = await kept()
    vaults.open('vlt_2')
    await vaults.put('vlt_2', [MAIL])
    await vaults.keep('vlt_2')
    await stop()
    const copy = mkdtempSync(join(tmpdir(), 'tidegate-copy-'))
    copyFileSync(join(dataDir, 'tidegate.db'), join(copy, 'tidegate.db'))
    const later = await start()
    expect(await later.vaults.forget('vlt_1')).toBe('key-destroyed')
    await expect(later.vaults.entries('vlt_1')).rejects.toMatchObject({ code: 'VAULT_NOT_FOUND' })
    expect(await later.vaults.entries('vlt_2')).toEqual([MAIL])
    await stop()
    expect(await (await start()).vaults.entries('vlt_2')).toEqual([MAIL])
    await stop()
    // The copy with all the secrets that are left.
    copyFileSync(join(dataDir, 'keys.json'), join(copy, 'keys.json'))
    const old = await start({ dir: copy })
    await expect(old.vaults.entries('vlt_1')).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' })
    await stop()
    rmSync(copy, { recursive: true, force: true })
  })

  it('ends what a crash left half done: the key that was to be destroyed is destroyed at the next start', async () => {
    const { store } = await kept()
    const [vault] = await store.list()
    const keyId = vault?.keyId ?? ''
    await store.rekey({ rewrapped: [], removed: ['vlt_1'], retired: [keyId], now: 1 })
    await stop()
    const later = await start()
    expect(await later.vaults.list()).toEqual([])
    expect(await later.keys.get(`_vault-${keyId}`)).toBe('destroyed')
    expect(await later.store.retiredKeys()).toEqual([])
  })

  it('says so when the key is the person’s own and cannot be destroyed', async () => {
    const env = { TIDEGATE_KEY__VAULT: newKey().toString('base64') }
    const { vaults, store } = await start({ env })
    vaults.open('vlt_1')
    await vaults.put('vlt_1', [ANN])
    expect(await vaults.keep('vlt_1')).toBe(true)
    expect((await store.list())[0]?.keyId).toBe(idOfKey(Buffer.from(env.TIDEGATE_KEY__VAULT, 'base64')))
    expect(await vaults.forget('vlt_1')).toBe('rows-overwritten')
    expect(await store.list()).toEqual([])
  })
})

it('a new key takes the place of the old one, and everything can be read as before', async () => {
  const { vaults, store, keys } = await kept()
  vaults.open('vlt_2')
  await vaults.put('vlt_2', [MAIL])
  await vaults.keep('vlt_2')
  const before = (await store.list())[0]?.keyId ?? ''
  expect(await vaults.rotate()).toBe(2)
  const after = new Set((await store.list()).map(({ keyId }) => keyId))
  expect(after.size).toBe(1)
  expect(after.has(before)).toBe(false)
  expect(await keys.get(`_vault-${before}`)).toBe('destroyed')
  await stop()
  const later = await start()
  expect(await later.vaults.entries('vlt_1')).toEqual([ANN])
  expect(await later.vaults.entries('vlt_2')).toEqual([MAIL])
})

it('what an earlier release stored in plain text is encrypted at first use, and overwritten', async () => {
  copyFileSync(FIXTURE, join(dataDir, 'tidegate.db'))
  const { vaults, store } = await start()
  expect(await vaults.entries('vlt_1')).toEqual([ANN])
  expect(await store.plain()).toEqual([])
  await stop()
  expect(readFileSync(join(dataDir, 'tidegate.db')).includes('Ellison')).toBe(false)
  expect(await (await start()).vaults.entries('vlt_1')).toEqual([ANN])
})

describe('sealing', () => {
  it('never makes the same bytes twice, and reads them with the same key and purpose alone', () => {
    const key = newKey()
    const plain = Buffer.from('Ann Ellison')
    const [one, two] = [seal(key, 'a', plain), seal(key, 'a', plain)]
    expect(one.equals(two)).toBe(false)
    expect(unseal(key, 'a', one)?.toString()).toBe('Ann Ellison')
    expect(unseal(key, 'b', one)).toBeNull()
    expect(unseal(newKey(), 'a', one)).toBeNull()
    expect(unseal(key, 'a', one.subarray(0, 20))).toBeNull()
    for (let at = 0; at < one.length; at += 1) {
      const changed = Buffer.from(one)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(unseal(key, 'a', changed)).toBeNull()
    }
  })
})
