import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import type { Connection } from './connection.ts'
import type { Synchronous } from './operations.ts'
import { readRows } from './row.ts'
import type { VaultEntry, VaultStore } from './types.ts'

const EntrySchema = z.object({ type: z.string(), original: z.string(), surrogate: z.string() })

/** Originals and their surrogates. They never leave this file: there is no operation that lists the entries of all vaults. */
export function createVaultRepository(db: Connection): Synchronous<VaultStore> {
  const create = db.prepare('INSERT OR IGNORE INTO vaults (id, created_at) VALUES (?, ?)')
  const exists = db.prepare('SELECT 1 FROM vaults WHERE id = ?')
  const insert = db.prepare(
    'INSERT OR IGNORE INTO vault_entries (vault_id, type, original, surrogate) VALUES (:vault, :type, :original, :surrogate)',
  )
  const entriesOf = db.prepare('SELECT type, original, surrogate FROM vault_entries WHERE vault_id = ? ORDER BY seq')

  const put = db.transaction((id: string, entries: readonly VaultEntry[]) => {
    if (exists.get(id) === undefined) {
      throw new TidegateError('VAULT_NOT_FOUND', 'There is no such vault. Mask the text again to make one.')
    }
    for (const { type, original, surrogate } of entries) insert.run({ vault: id, type, original, surrogate })
  })

  return {
    create(id, now) {
      create.run(id, now)
    },
    exists: (id) => exists.get(id) !== undefined,
    put: (id, entries) => put.immediate(id, entries),
    entries: (id) => readRows(EntrySchema, entriesOf.all(id), 'vault entry'),
  }
}
