import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { type Platform, token } from '../../platform.ts'
import type { SealedVault, VaultEntry, VaultStore } from '../../storage/types.ts'
import type { ProfileKey, ProfileKeys } from './profile-keys.ts'
import { newKey, seal, unseal } from './sealing.ts'

/** Conversations that are only in memory; the one that was used longest ago goes first. */
const IN_MEMORY = 1_000

/** What became of a vault that was to be forgotten. */
export type Forgotten =
  /** It was in memory alone. */
  | 'memory'
  /** The key that it was encrypted with is gone: no copy of the database or a backup can be decrypted any more. */
  | 'key-destroyed'
  /** The rows are overwritten; the key is the person's own, and backups made before still hold the ciphertext. */
  | 'rows-overwritten'

export interface VaultInfo {
  readonly id: string
  readonly createdAt: number
  readonly setAsideAt: number | null
}

/** Originals and surrogates by conversation: in memory, and encrypted at rest from `keep` on. */
export interface Vaults {
  /** A vault in memory. */
  open(id: string): void
  /** Rejects with VAULT_NOT_FOUND; with VAULT_UNREADABLE where it is there and cannot be decrypted (now, or at all). */
  entries(id: string): Promise<readonly VaultEntry[]>
  /** Adds entries; a vault that is kept is on the disk when this resolves. */
  put(id: string, entries: readonly VaultEntry[]): Promise<void>
  /** Keeps a vault beyond this run. False when the host has no lasting place for a key: then it stays in memory. */
  keep(id: string): Promise<boolean>
  /** Whether a vault that is in memory is also encrypted at rest. */
  isKept(id: string): boolean
  /** Takes a vault out of memory; what is kept stays. */
  close(id: string): void
  /** Deletes a vault for good. Rejects with VAULT_NOT_FOUND. */
  forget(id: string): Promise<Forgotten>
  /** Wraps all vaults with a new key and destroys the old ones. The number of vaults; those that cannot be decrypted keep their key. */
  rotate(): Promise<number>
  /** What is kept, newest first. */
  list(): Promise<readonly VaultInfo[]>
}

interface Held {
  entries: readonly VaultEntry[]
  /** The vault's own key; null while it is in memory alone. */
  key: Buffer | null
}

const EntriesSchema = z.array(z.object({ type: z.string(), original: z.string(), surrogate: z.string() }))

export function createVaults(deps: { store: VaultStore; keys: ProfileKeys; platform: Pick<Platform, 'clock' | 'log'> }): Vaults {
  const { store, keys, platform } = deps
  const held = new Map<string, Held>()
  let ready: Promise<void> | null = null
  /** Changes of what is stored, one after the other. */
  let changes: Promise<unknown> = Promise.resolve()

  function change<T>(work: () => Promise<T>): Promise<T> {
    const done = changes.then(work)
    changes = done.catch(() => {})
    return done
  }

  /** Takes over what an earlier release left in plain text, and destroys the keys that a crash left behind. */
  function prepared(): Promise<void> {
    ready ??= change(async () => {
      for (const keyId of await store.retiredKeys()) await destroy(keyId)
      for (const { id, createdAt, entries } of await store.plain()) {
        const key = newKey()
        const row = await wrapped(id, createdAt, key)
        if (row !== null) await store.add(row, entries.length === 0 ? [] : [sealedEntries(id, key, entries)])
      }
    }).catch((error: unknown) => {
      ready = null
      throw error
    })
    return ready
  }

  /** The newest key that can be read, else a new one. */
  async function currentKey(): Promise<ProfileKey | null> {
    const chosen = await keys.chosen()
    if (chosen !== null) return chosen
    const retired = new Set(await store.retiredKeys())
    for (const keyId of new Set((await store.list()).map((vault) => vault.keyId))) {
      const found = retired.has(keyId) ? null : await keys.find(keyId)
      if (found !== null) return found
    }
    return keys.create()
  }

  async function wrapped(id: string, createdAt: number, key: Buffer): Promise<SealedVault | null> {
    const profile = await currentKey()
    if (profile === null) return null
    return { id, createdAt, keyId: profile.id, wrappedKey: seal(profile.key, keyPurpose(id, profile.id), key), setAsideAt: null }
  }

  async function load(id: string): Promise<Held> {
    const vault = await store.get(id)
    if (vault === null) throw notFound()
    const profile = await keys.find(vault.keyId)
    if (profile === null)
      throw new TidegateError(
        'VAULT_UNREADABLE',
        'The key of this vault cannot be read now. Unlock the keychain, or use the host and the data folder that made the vault. The vault is kept.',
      )
    const key = unseal(profile.key, keyPurpose(id, vault.keyId), vault.wrappedKey)
    const lists = key === null ? [null] : vault.records.map((record) => readEntries(unseal(key, recordPurpose(id), record)))
    if (key === null || lists.includes(null)) {
      await store.setAside(id, platform.clock.now())
      platform.log.warn('vault.set_aside', { vault: token(id) })
      throw new TidegateError(
        'VAULT_UNREADABLE',
        'This vault is damaged and cannot be decrypted. It is kept and set aside; "tidegate vault list" shows it. Mask the text again to make another.',
      )
    }
    if (vault.setAsideAt !== null) await store.setAside(id, null)
    return { entries: lists.flatMap((list) => list ?? []), key }
  }

  async function find(id: string): Promise<Held> {
    return remember(id, held.get(id) ?? (await load(id)))
  }

  function remember(id: string, vault: Held): Held {
    held.delete(id)
    held.set(id, vault)
    for (const oldest of held.keys()) {
      if (held.size <= IN_MEMORY) break
      held.delete(oldest)
    }
    return vault
  }

  async function destroy(keyId: string): Promise<boolean> {
    const destroyed = await keys.destroy(keyId)
    // A key that is not ours to destroy is no longer a task either.
    await store.keyDestroyed(keyId)
    return destroyed
  }

  /** Wraps what can be unwrapped with a new key, in one step with the removal of `removed`. */
  async function rekey(
    removed: readonly string[],
    only: (vault: SealedVault) => boolean,
  ): Promise<{ wrapped: number; destroyed: boolean }> {
    const chosen = await keys.chosen()
    const all = (await store.list()).filter(only)
    const staying = all.filter(({ id }) => !removed.includes(id))
    const fresh = chosen ?? (staying.length > 0 ? await keys.create() : null)
    const rewrapped: Pick<SealedVault, 'id' | 'keyId' | 'wrappedKey'>[] = []
    const stillNeeded = new Set<string>()
    for (const { id, keyId, wrappedKey } of staying) {
      const profile = await keys.find(keyId)
      const key = profile === null ? null : unseal(profile.key, keyPurpose(id, keyId), wrappedKey)
      if (key === null || fresh === null) stillNeeded.add(keyId)
      else rewrapped.push({ id, keyId: fresh.id, wrappedKey: seal(fresh.key, keyPurpose(id, fresh.id), key) })
    }
    const retired = [...new Set(all.map(({ keyId }) => keyId))].filter((keyId) => keyId !== fresh?.id && !stillNeeded.has(keyId))
    await store.rekey({ rewrapped, removed, retired, now: platform.clock.now() })
    let destroyed = retired.length > 0
    for (const keyId of retired) destroyed = (await destroy(keyId)) && destroyed
    return { wrapped: rewrapped.length, destroyed }
  }

  return {
    open(id) {
      if (!held.has(id)) remember(id, { entries: [], key: null })
    },
    async entries(id) {
      if (!held.has(id)) await prepared()
      return (await find(id)).entries
    },
    async put(id, entries) {
      if (!held.has(id)) await prepared()
      await change(async () => {
        const vault = await find(id)
        if (entries.length === 0) return
        if (vault.key !== null) await store.append(id, sealedEntries(id, vault.key, entries))
        vault.entries = [...vault.entries, ...entries]
      })
    },
    async keep(id) {
      await prepared()
      return change(async () => {
        const vault = await find(id)
        if (vault.key !== null) return true
        const key = newKey()
        const row = await wrapped(id, platform.clock.now(), key)
        if (row === null) return false
        await store.add(row, vault.entries.length === 0 ? [] : [sealedEntries(id, key, vault.entries)])
        vault.key = key
        return true
      })
    },
    isKept: (id) => (held.get(id)?.key ?? null) !== null,
    close(id) {
      held.delete(id)
    },
    async forget(id) {
      await prepared()
      return change(async () => {
        const inMemory = held.delete(id)
        const vault = await store.get(id)
        if (vault === null) {
          if (inMemory) return 'memory'
          throw notFound()
        }
        const { destroyed } = await rekey([id], ({ keyId }) => keyId === vault.keyId)
        return destroyed ? 'key-destroyed' : 'rows-overwritten'
      })
    },
    async rotate() {
      await prepared()
      return change(async () => (await rekey([], () => true)).wrapped)
    },
    async list() {
      await prepared()
      return (await store.list()).map(({ id, createdAt, setAsideAt }) => ({ id, createdAt, setAsideAt }))
    },
  }
}

function notFound(): TidegateError {
  return new TidegateError(
    'VAULT_NOT_FOUND',
    'There is no such vault here: it was never kept, or it was deleted. Use the vaultId that mask printed, or mask the text again.',
  )
}

/** What a ciphertext is for is part of what is authenticated: none can stand in for another. */
function keyPurpose(vaultId: string, keyId: string): string {
  return `tidegate vault key\n${vaultId}\n${keyId}`
}

function recordPurpose(vaultId: string): string {
  return `tidegate vault record\n${vaultId}`
}

function sealedEntries(id: string, key: Buffer, entries: readonly VaultEntry[]): Buffer {
  const plain = entries.map(({ type, original, surrogate }) => ({ type, original, surrogate }))
  return seal(key, recordPurpose(id), Buffer.from(JSON.stringify(plain), 'utf8'))
}

function readEntries(plain: Buffer | null): readonly VaultEntry[] | null {
  if (plain === null) return null
  return EntriesSchema.parse(JSON.parse(plain.toString('utf8')))
}
