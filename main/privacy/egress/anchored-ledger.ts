import { randomBytes } from 'node:crypto'
import type { LedgerVerification } from '#contracts/privacy.ts'
import { type Log, token } from '../../platform.ts'
import type { LedgerStore } from '../../storage/types.ts'
import { type Anchor, type AnchorFile, isSignedWith, sign } from './anchor-file.ts'
import { GENESIS_HASH } from './ledger-chain.ts'

/** Where the key that signs the end of the chain is kept: the keychain of the platform, or its file of keys. */
export interface AnchorKeys {
  get(id: string): Promise<string | null>
  status(id: string): Promise<{ readonly state: string; readonly place: string | null }>
  set(id: string, key: string): Promise<{ readonly place: string | null }>
}

/** No provider can be called like this (an underscore), so this key is never sent anywhere. */
export const ANCHOR_KEY_ID = 'tidegate_ledger'

type Key =
  | { readonly state: 'ok'; readonly key: string }
  /** There was never one. */
  | { readonly state: 'none' }
  /** There is no place that would outlast this process. */
  | { readonly state: 'no-place' }
  /** There is one, and the keychain does not give it out now. */
  | { readonly state: 'unreadable' }

interface End {
  readonly seq: number
  readonly hash: string
}

/**
 * The ledger with its end held in a second place. A hash chain shows what was changed inside of it, but not that its last entries were
 * cut off, or that all of it was written anew; so after each entry the number and hash of the last one go into a file beside the
 * database, signed with a key that is in neither. The file may be behind the chain (a crash between the two writes), never ahead of it.
 *
 * A record that contradicts the chain is left as it is: written over, it would no longer show what happened. Somebody who can restore
 * an older copy of the database and of the file together is not detected.
 *
 * `setAside` is the folder with the database that a restore has just replaced, where its chain does not go on in this one: the record of
 * its end goes there too, and the end of the restored chain is signed anew. Only the start that did the restore may say so, and nothing
 * on the disk: else a cut could be passed off as a restore without a notice.
 */
export function createAnchoredLedger(deps: {
  ledger: LedgerStore
  file: AnchorFile
  keys: AnchorKeys
  log: Log
  setAside?: string | null
}): LedgerStore {
  const { ledger, file, keys, log } = deps
  let replaced = deps.setAside ?? null
  let newest: End = { seq: 0, hash: GENESIS_HASH }
  let settled = 0
  let moving: Promise<void> = Promise.resolve()

  async function key(): Promise<Key> {
    try {
      const { state, place } = await keys.status(ANCHOR_KEY_ID)
      if (state === 'none') return { state: 'none' }
      if (place === 'session') return { state: 'no-place' }
      const found = await keys.get(ANCHOR_KEY_ID)
      return found === null ? { state: 'unreadable' } : { state: 'ok', key: found }
    } catch {
      // A file of keys that others can read is refused as a whole; whoever needs a provider's key is told so.
      return { state: 'unreadable' }
    }
  }

  /** The first record is written before its key is stored: a crash in between leaves a file that counts for nothing, not a missing one. */
  async function begin(end: End, isNew: boolean): Promise<void> {
    const made = randomBytes(32).toString('hex')
    const signed = { ...end, mac: sign(made, end.seq, end.hash) }
    // Another process is just doing the same, with a key of its own: it is left to it.
    if (isNew && !file.create(signed)) return
    if (!isNew) file.write(signed)
    const { place } = await keys.set(ANCHOR_KEY_ID, made)
    if (place === 'session' || place === null) file.write({ ...end, mac: null })
  }

  /** The record speaks of the chain before a restore. While the key cannot be read it does so still, and is renewed later. */
  async function renew(folder: string): Promise<void> {
    const present = await key()
    if (present.state === 'unreadable') return
    const reading = file.read()
    const vouches =
      present.state === 'ok' && reading.state === 'read' && isSignedWith(present.key, reading.anchor) && (await isInChain(reading.anchor))
    const neverWas = present.state !== 'ok' && reading.state === 'missing'
    if (!vouches && !neverWas) {
      const [last] = await ledger.list({ limit: 1 })
      const end = last === undefined ? { seq: 0, hash: GENESIS_HASH } : { seq: last.seq, hash: last.hash }
      if (reading.state !== 'missing') file.keepIn(folder)
      if (present.state === 'none') await begin(end, false)
      else file.write({ ...end, mac: present.state === 'ok' ? sign(present.key, end.seq, end.hash) : null })
      log.warn('ledger.anchor_renewed', { seq: end.seq })
    }
    replaced = null
  }

  async function moveTo(end: End): Promise<void> {
    if (replaced !== null) await renew(replaced)
    const present = await key()
    if (present.state === 'unreadable') return
    const reading = file.read()
    const anchor = reading.state === 'read' ? reading.anchor : null
    if (present.state === 'ok' ? anchor === null || !isSignedWith(present.key, anchor) : false) return contradiction(end, reading.state)
    // Without a lasting key a signature says nothing, but an unsigned record does.
    if (anchor !== null && (present.state === 'ok' || anchor.mac === null) && !(await isInChain(anchor))) return contradiction(end, 'read')
    if (present.state === 'none') return begin(end, reading.state === 'missing')
    // Another process may have been here with a later entry.
    if (anchor !== null && anchor.seq >= end.seq) return
    file.write({ ...end, mac: present.state === 'ok' ? sign(present.key, end.seq, end.hash) : null })
  }

  function contradiction(end: End, state: string): void {
    log.warn('ledger.anchor_contradicts', { seq: end.seq, anchor: token(state) })
  }

  async function isInChain({ seq, hash }: Anchor): Promise<boolean> {
    return seq === 0 ? hash === GENESIS_HASH : (await ledger.get(seq))?.hash === hash
  }

  /** One write at a time, always of the newest end: entries that were appended together share it. */
  function anchored({ seq, hash }: End): Promise<void> {
    // Of an entry nothing else may get into the file.
    const end = { seq, hash }
    if (end.seq > newest.seq) newest = end
    moving = moving
      .catch(() => undefined)
      .then(async () => {
        if (settled >= end.seq) return
        const target = newest
        await moveTo(target)
        settled = target.seq
      })
    return moving
  }

  /** In its turn among the writes. */
  function settle(): Promise<void> {
    // Whoever asked for the write before was told that it failed; this one does not depend on it.
    moving = moving.catch(() => undefined).then(() => (replaced === null ? undefined : renew(replaced)))
    return moving
  }

  async function verify(): Promise<LedgerVerification> {
    if (replaced !== null) await settle()
    // First the record, then the chain: what is appended in between makes the chain longer, which is in order.
    const reading = file.read()
    const present = await key()
    const chain = await ledger.verify()
    if (!chain.ok) return chain
    const broken = (problem: string, brokenAt: number | null): LedgerVerification => ({ ...chain, ok: false, brokenAt, problem })
    if (present.state !== 'ok' && present.state !== 'unreadable' && reading.state === 'missing') return chain
    if (present.state === 'unreadable') return { ...chain, anchor: 'unreadable' }
    if (reading.state === 'missing') return broken('the record of its end is missing', null)
    if (reading.state === 'damaged') return broken('the record of its end is damaged', null)
    const { anchor } = reading
    if (present.state === 'ok' && !isSignedWith(present.key, anchor))
      return broken('the record of its end is not signed with its key', null)
    if (anchor.seq > chain.entries) return broken('entries are missing at the end', chain.entries + 1)
    if (!(await isInChain(anchor))) return broken('it was written anew', anchor.seq)
    return { ...chain, anchor: present.state === 'ok' ? 'signed' : 'unsigned' }
  }

  if (replaced !== null) settle().catch((error) => log.error('ledger.anchor_renewal_failed', error))

  return {
    ...ledger,
    async append(entry) {
      const appended = await ledger.append(entry)
      await anchored(appended)
      return appended
    },
    async redact(seq, now) {
      const done = await ledger.redact(seq, now)
      const [last] = done ? await ledger.list({ limit: 1 }) : []
      if (last !== undefined) await anchored(last)
      return done
    },
    verify,
  }
}
