import { DEFAULT_POLICY, type Label, labelRank, type Policy, type PrivacyMode, type Route } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import type { EgressRequest } from './types.ts'

/** What the guard needs to know besides the request. */
export interface GuardInput {
  readonly request: EgressRequest
  readonly policy: Policy
  readonly privacyMode: PrivacyMode
  /** Entries of the vault named by the request's context; empty without one. */
  readonly vault: readonly VaultEntry[]
  /** Every address that the name resolved to is loopback (a proxy that the user declared as passing requests on). */
  readonly loopback: boolean
}

export interface GuardTools {
  /** Label of a text; a throw counts as restricted. */
  readonly labelOf: (text: string) => Promise<Label>
  /** Original values of the vault that occur in the text, also encoded. */
  readonly findOriginals: (text: string, vault: readonly VaultEntry[]) => readonly VaultEntry[]
}

/** `reason` is a code for the ledger and the log; it never quotes the payload. */
export type GuardVerdict =
  | { readonly allowed: true; readonly label: Label }
  | { readonly allowed: false; readonly label: Label; readonly reason: RefusalReason }

export type RefusalReason =
  | 'LOCAL_ONLY_MODE'
  | 'PLAIN_HTTP'
  | 'NO_DECISION'
  | 'ROUTE_IS_LOCAL'
  | 'POLICY_FORBIDS_ROUTE'
  | 'PROBE_CARRIES_DATA'
  | 'CREDENTIAL_IN_PAYLOAD'
  | 'VAULT_VALUE_IN_PAYLOAD'
  | 'HYBRID_WITHOUT_VAULT'
  | 'PAYLOAD_NOT_PUBLIC'
  | 'PAYLOAD_NOT_MASKED'

/** Routes that both the workspace's policy and the built-in one allow: a workspace can only be stricter. */
export function allowedRoutes(policy: Policy, label: Label): readonly Route[] {
  const builtIn: readonly Route[] = DEFAULT_POLICY.allowed[label]
  return policy.allowed[label].filter((route) => builtIn.includes(route))
}

/**
 * Judges a request that is about to leave for a hosted address, from the bytes that would leave: URL, headers and body, not from
 * what earlier stages believed them to be. Pure but for the scan it is handed.
 */
export async function judge(input: GuardInput, tools: GuardTools): Promise<GuardVerdict> {
  const { request, policy, privacyMode, vault } = input
  const decision = request.context.decision
  const declared: Label = decision?.label ?? 'public'
  const refuse = (reason: RefusalReason, label: Label = declared): GuardVerdict => ({ allowed: false, label, reason })

  if (privacyMode === 'local-only') return refuse('LOCAL_ONLY_MODE')
  const url = new URL(request.url)
  if (url.protocol !== 'https:' && !input.loopback) return refuse('PLAIN_HTTP')

  const carriesText = request.context.purpose === 'generate' || request.context.purpose === 'retrieve'
  if (!carriesText && ((request.body ?? '') !== '' || (request.method !== 'GET' && request.method !== 'HEAD'))) {
    return refuse('PROBE_CARRIES_DATA')
  }
  if (carriesText) {
    if (decision === null) return refuse('NO_DECISION')
    if (decision.route === 'local') return refuse('ROUTE_IS_LOCAL')
    if (!allowedRoutes(policy, decision.label).includes(decision.route)) return refuse('POLICY_FORBIDS_ROUTE')
    if (decision.route === 'hybrid' && request.context.vaultId === null) return refuse('HYBRID_WITHOUT_VAULT')
  }

  const raw = rawParts(request)
  const secrets = Object.values(request.credentials ?? {}).map(bareCredential)
  if (secrets.some((secret) => secret.length >= 8 && raw.some((part) => part.includes(secret)))) return refuse('CREDENTIAL_IN_PAYLOAD')
  const texts = readableTexts(request)
  if (vault.length > 0 && [...raw, ...texts].some((part) => tools.findOriginals(part, vault).length > 0)) {
    return refuse('VAULT_VALUE_IN_PAYLOAD')
  }

  // Surrogates look like the real thing on purpose; only what is left without them tells whether something was missed.
  const hybrid = decision?.route === 'hybrid'
  const limit: Label = hybrid ? 'internal' : 'public'
  for (const text of texts) {
    const label = await labelOrRestricted(tools.labelOf, hybrid ? withoutSurrogates(text, vault) : text)
    if (labelRank(label) > labelRank(limit)) return refuse(hybrid ? 'PAYLOAD_NOT_MASKED' : 'PAYLOAD_NOT_PUBLIC', label)
  }
  return { allowed: true, label: declared }
}

async function labelOrRestricted(labelOf: GuardTools['labelOf'], text: string): Promise<Label> {
  try {
    return await labelOf(text)
  } catch {
    // A text that cannot be classified is treated as the most sensitive one; the refusal is recorded by the caller.
    return 'restricted'
  }
}

/** The bytes as they would leave, in three parts. */
function rawParts(request: EgressRequest): string[] {
  return [request.url, ...Object.values(request.headers), request.body ?? '']
}

/**
 * The payload as a reader at the other end would see it: the URL decoded, headers, and every string inside a JSON body (escapes
 * undone, keys too). The strings are joined, so that what one says about the next (`password`, then its value) is seen together.
 */
function readableTexts(request: EgressRequest): string[] {
  const url = new URL(request.url)
  const texts = [decoded(url.pathname + url.search), Object.values(request.headers).join('\n')]
  const body = request.body ?? ''
  if (body === '') return texts
  try {
    const strings: string[] = []
    collectStrings(JSON.parse(body), strings)
    texts.push(strings.join('\n'))
  } catch {
    // Not JSON: scanned as it is.
    texts.push(body)
  }
  return texts
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    // A malformed escape: the raw form is scanned instead.
    return text
  }
}

function collectStrings(value: unknown, into: string[]): void {
  if (typeof value === 'string') into.push(value)
  else if (Array.isArray(value)) for (const item of value) collectStrings(item, into)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      into.push(key)
      collectStrings(item, into)
    }
  }
}

/**
 * Blanks every surrogate that stands by itself, longest first, keeping a separator so that neighbours do not grow together. One inside a
 * longer word or number is not ours: blanking it would cut what is there to pieces before it is looked at.
 */
function withoutSurrogates(text: string, vault: readonly VaultEntry[]): string {
  let left = text
  for (const { surrogate } of [...vault].sort((a, b) => b.surrogate.length - a.surrogate.length)) {
    if (surrogate !== '') left = left.replaceAll(surrogate, (found, at: number, whole: string) => (isWhole(found, at, whole) ? ' ' : found))
  }
  return left
}

function isWhole(found: string, at: number, text: string): boolean {
  const before = text.slice(Math.max(0, at - 2), at)
  const behind = text.slice(at + found.length, at + found.length + 2)
  if (/^[\p{L}\p{N}]/u.test(found) && /[\p{L}\p{N}]$/u.test(before)) return false
  if (/[\p{L}\p{N}]$/u.test(found) && /^[\p{L}\p{N}]/u.test(behind)) return false
  // `4539 12 …`, `536-12-…`: a group of a longer number.
  return !(/^\d/.test(found) && /\d[ .\-/]$/.test(before)) && !(/\d$/.test(found) && /^[ .\-/]\d/.test(behind))
}

/** `Bearer abc` → `abc`. */
function bareCredential(value: string): string {
  return value.replace(/^\s*(?:bearer|basic|token)\s+/i, '').trim()
}
