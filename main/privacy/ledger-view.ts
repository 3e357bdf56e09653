import { TidegateError } from '#contracts/errors.ts'
import type { ComparedPart, LedgerComparison, LedgerFilter, LedgerLine } from '#contracts/ledger-view.ts'
import type { LedgerEntry } from '#contracts/privacy.ts'
import type { LedgerStore, VaultEntry } from '../storage/types.ts'
import { type LedgerFormat, ledgerHead, ledgerLine } from './egress/ledger-text.ts'
import { surrogatesIn } from './masking/index.ts'
import type { Vaults } from './vault/index.ts'
import { vaultOfAttempt } from './vault-of-attempt.ts'

const EXPORT_PAGE = 200

/** The ledger as a person reads it. Originals pass through `compare` on their way to the screen and are kept nowhere. */
export interface LedgerView {
  search(filter: LedgerFilter & { limit: number; before?: number | undefined }): Promise<{ lines: LedgerLine[]; destinations: string[] }>
  export(format: LedgerFormat, after: number): Promise<{ text: string; entries: number; next: number | null }>
  /** Throws NOT_FOUND; VAULT_UNREADABLE where the vault is here and cannot be decrypted. */
  compare(seq: number): Promise<LedgerComparison>
}

export function createLedgerView({ ledger, vaults }: { ledger: LedgerStore; vaults: Pick<Vaults, 'entries'> }): LedgerView {
  return {
    async search(filter) {
      const [lines, destinations] = await Promise.all([ledger.search(filter), ledger.destinations()])
      return { lines: [...lines], destinations: [...destinations] }
    },
    async export(format, after) {
      const page = await ledger.following({ after, limit: EXPORT_PAGE })
      const head = after === 0 ? ledgerHead(format) : ''
      const next = page.length < EXPORT_PAGE ? null : (page.at(-1)?.seq ?? null)
      return { text: head + page.map((entry) => ledgerLine(format, entry)).join(''), entries: page.length, next }
    },
    async compare(seq) {
      const entry = await ledger.get(seq)
      if (entry === null) throw new TidegateError('NOT_FOUND', `The ledger has no entry ${seq}.`)
      if (entry.payload === null) return { state: 'no-payload' }
      if (entry.route !== 'hybrid') return { state: 'as-written' }
      const vault = entry.attemptId === null ? null : vaultOfAttempt(entry.attemptId)
      const entries = vault === null ? null : await vaults.entries(vault).catch(nullWithoutVault)
      return entries === null ? { state: 'no-vault' } : comparison(entry.payload, entries)
    },
  }
}

/** What is not here is an answer; what is here and cannot be decrypted is an error that says what to do. */
function nullWithoutVault(error: unknown): null {
  if (error instanceof TidegateError && error.code === 'VAULT_NOT_FOUND') return null
  throw error
}

function comparison(payload: LedgerEntry['payload'] & string, entries: readonly VaultEntry[]): LedgerComparison {
  return { state: 'available', texts: textsOf(payload).map(({ name, text }) => ({ name, parts: comparedParts(text, entries) })) }
}

/** Cuts a masked text along its surrogates. */
export function comparedParts(text: string, entries: readonly VaultEntry[]): ComparedPart[] {
  const parts: ComparedPart[] = []
  let at = 0
  for (const { start, end, type, original } of surrogatesIn(text, entries)) {
    if (start > at) parts.push({ kind: 'same', text: text.slice(at, start) })
    parts.push({ kind: 'masked', type, original, surrogate: text.slice(start, end) })
    at = end
  }
  if (at < text.length) parts.push({ kind: 'same', text: text.slice(at) })
  return parts
}

/** The messages of a chat request, each by its role; any other payload as one text. */
export function textsOf(payload: string): { name: string; text: string }[] {
  const whole = [{ name: 'payload', text: payload }]
  let parsed: unknown
  try {
    parsed = JSON.parse(payload)
  } catch {
    return whole
  }
  const messages = typeof parsed === 'object' && parsed !== null && 'messages' in parsed ? parsed.messages : null
  if (!Array.isArray(messages)) return whole
  const texts = messages.flatMap((message: unknown) => {
    if (typeof message !== 'object' || message === null || !('content' in message) || typeof message.content !== 'string') return []
    return [{ name: 'role' in message && typeof message.role === 'string' ? message.role : 'message', text: message.content }]
  })
  return texts.length === 0 ? whole : texts
}
