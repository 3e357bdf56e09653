import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRows } from './row.ts'
import type { SealedVault, VaultStore } from './types.ts'

const BytesSchema = z.instanceof(Uint8Array)
const VaultSchema = z
  .object({ id: z.string(), created_at: z.number(), key_id: z.string(), wrapped_key: BytesSchema, set_aside_at: z.number().nullable() })
  .transform(
    (row): SealedVault => ({
      id: row.id,
      createdAt: row.created_at,
      keyId: row.key_id,
      wrappedKey: row.wrapped_key,
      setAsideAt: row.set_aside_at,
    }),
  )
const RecordSchema = z.object({ record: BytesSchema })
const PlainSchema = z.object({ id: z.string(), created_at: z.number() })
const EntrySchema = z.object({ type: z.string(), original: z.string(), surrogate: z.string() })
const KeySchema = z.object({ key_id: z.string() })

/** Vaults as they lie here: encrypted, each under a key of its own that is wrapped by one which is not in this file. */
export function createVaultRepository(db: Connection): Synchronous<VaultStore> {
  const insert = db.prepare('INSERT INTO sealed_vaults (id, created_at, key_id, wrapped_key) VALUES (?, ?, ?, ?)')
  const vault = db.prepare('SELECT * FROM sealed_vaults WHERE id = ?')
  const vaults = db.prepare('SELECT * FROM sealed_vaults ORDER BY created_at DESC, id DESC')
  const insertRecord = db.prepare('INSERT INTO sealed_records (vault_id, record) VALUES (?, ?)')
  const recordsOf = db.prepare('SELECT record FROM sealed_records WHERE vault_id = ? ORDER BY seq')
  const rewrap = db.prepare('UPDATE sealed_vaults SET key_id = ?, wrapped_key = ? WHERE id = ?')
  const markAside = db.prepare('UPDATE sealed_vaults SET set_aside_at = ? WHERE id = ? AND set_aside_at IS NULL')
  const unmark = db.prepare('UPDATE sealed_vaults SET set_aside_at = NULL WHERE id = ?')
  const remove = db.prepare('DELETE FROM sealed_vaults WHERE id = ?')
  const retire = db.prepare('INSERT OR IGNORE INTO retired_vault_keys (key_id, retired_at) VALUES (?, ?)')
  const unretire = db.prepare('DELETE FROM retired_vault_keys WHERE key_id = ?')
  const retired = db.prepare('SELECT key_id FROM retired_vault_keys')
  const plainVaults = db.prepare('SELECT id, created_at FROM vaults ORDER BY created_at, id')
  const plainEntries = db.prepare('SELECT type, original, surrogate FROM vault_entries WHERE vault_id = ? ORDER BY seq')
  const removePlainEntries = db.prepare('DELETE FROM vault_entries WHERE vault_id = ?')
  const removePlain = db.prepare('DELETE FROM vaults WHERE id = ?')

  const add = db.transaction((row: SealedVault, records: readonly Uint8Array[]) => {
    insert.run(row.id, row.createdAt, row.keyId, row.wrappedKey)
    for (const record of records) insertRecord.run(row.id, record)
    // What was in plain text under this id is overwritten (`secure_delete`).
    removePlainEntries.run(row.id)
    removePlain.run(row.id)
  })
  const append = db.transaction((id: string, record: Uint8Array) => {
    if (vault.get(id) === undefined) throw new TidegateError('VAULT_NOT_FOUND', 'There is no such vault. Mask the text again to make one.')
    insertRecord.run(id, record)
  })
  const rekey = db.transaction((change: Parameters<VaultStore['rekey']>[0]) => {
    for (const { id, keyId, wrappedKey } of change.rewrapped) rewrap.run(keyId, wrappedKey, id)
    for (const id of change.removed) remove.run(id)
    for (const keyId of change.retired) retire.run(keyId, change.now)
  })

  return {
    add: (row, records) => add.immediate(row, records),
    append: (id, record) => append.immediate(id, record),
    get(id) {
      const [row] = readRows(
        VaultSchema,
        [vault.get(id)].filter((found) => found !== undefined),
        'vault',
      )
      if (row === undefined) return null
      return { ...row, records: readRows(RecordSchema, recordsOf.all(id), 'vault record').map(({ record }) => record) }
    },
    list: () => readRows(VaultSchema, vaults.all(), 'vault'),
    rekey: (change) => rekey.immediate(change),
    setAside(id, at) {
      if (at === null) unmark.run(id)
      else markAside.run(at, id)
    },
    retiredKeys: () => readRows(KeySchema, retired.all(), 'vault key').map(({ key_id }) => key_id),
    keyDestroyed(keyId) {
      unretire.run(keyId)
    },
    plain: () =>
      readRows(PlainSchema, plainVaults.all(), 'vault').map(({ id, created_at }) => ({
        id,
        createdAt: created_at,
        entries: readRows(EntrySchema, plainEntries.all(id), 'vault entry'),
      })),
  }
}
