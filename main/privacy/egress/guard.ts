import { DEFAULT_POLICY, type EgressRefusal, type Label, labelRank, type Policy, type PrivacyMode, type Route } from '#contracts/privacy.ts'
import type { VaultEntry } from '../../storage/types.ts'
import { readingsOf, uncovered } from '../classifier/index.ts'
import { type ReadableText, rawParts, readableTexts } from './payload-texts.ts'
import { isReadable } from './readable-request.ts'
import type { EgressPurpose, EgressRequest } from './types.ts'
import { withoutSurrogates } from './without-surrogates.ts'

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
  /** Label of a text that is read as one, and of what stands in it alone; a throw counts as restricted. */
  readonly labelsOf: (text: string) => Promise<{ readonly whole: Label; readonly spans: Label }>
  /** Original values of the vault that occur in the text, also encoded. */
  readonly findOriginals: (text: string, vault: readonly VaultEntry[]) => readonly VaultEntry[]
  /** Whether a long run of the text also stands in a restricted source. */
  readonly overlapsRestricted: (text: string) => Promise<boolean>
  /** Every provider's key that there is, the called one's and all others. */
  readonly keys: () => Promise<readonly string[]>
}

/** `reason` is a code for the ledger and the log; it never quotes the payload. */
export type GuardVerdict =
  | { readonly allowed: true; readonly label: Label }
  | { readonly allowed: false; readonly label: Label; readonly reason: RefusalReason }

export type RefusalReason = Exclude<EgressRefusal, 'SETTINGS_CHANGED' | 'ADDRESS_FORBIDDEN' | 'NAME_NOT_FOUND' | 'TEAM_HOST_NOT_ALLOWED'>

/** What carries something without a decision, and so only what is public. */
const UNROUTED: ReadonlySet<EgressPurpose> = new Set(['manage', 'upload', 'telemetry'])

/** Length from which a key is looked for. */
const KEY_WITH_DIGITS = 8
const KEY_OF_LETTERS = 20
const PROVIDER_KEY = 'SECRET/provider-key'

/** Routes that both the workspace's policy and the built-in one allow: a workspace can only be stricter. */
export function allowedRoutes(policy: Policy, label: Label): readonly Route[] {
  const builtIn: readonly Route[] = DEFAULT_POLICY.allowed[label]
  return policy.allowed[label].filter((route) => builtIn.includes(route))
}

/**
 * Judges a request that is about to leave for a hosted address, from the bytes that would leave: URL, headers and body, not from
 * what earlier stages believed them to be. Pure but for what it is handed. Throws when it cannot find out; nothing is sent then.
 */
export async function judge(input: GuardInput, tools: GuardTools): Promise<GuardVerdict> {
  const { request, policy, privacyMode, vault } = input
  const decision = request.context.decision
  const declared: Label = decision?.label ?? 'public'
  const refuse = (reason: RefusalReason, label: Label = declared): GuardVerdict => ({ allowed: false, label, reason })

  if (privacyMode === 'local-only') return refuse('LOCAL_ONLY_MODE')
  // The label of a passage may be unknown yet, and a vector gives away much of its text: no decision can let either out.
  if (request.context.purpose === 'embed') return refuse('EMBEDDING_IS_LOCAL')
  const url = new URL(request.url)
  if (url.protocol !== 'https:' && !input.loopback) return refuse('PLAIN_HTTP')

  if (!isReadable(request)) return refuse('REQUEST_NOT_READABLE')

  const carriesText = request.context.purpose === 'generate' || request.context.purpose === 'retrieve'
  const isUnrouted = UNROUTED.has(request.context.purpose)
  if (!carriesText && !isUnrouted && ((request.body ?? '') !== '' || (request.method !== 'GET' && request.method !== 'HEAD'))) {
    return refuse('PROBE_CARRIES_DATA')
  }
  if (isUnrouted) {
    // Nobody has judged it before: it is as public as the scan below finds it, and goes where what is public may go.
    if (decision !== null || !allowedRoutes(policy, 'public').includes('hosted')) return refuse('POLICY_FORBIDS_ROUTE')
  }
  if (carriesText) {
    if (decision === null) return refuse('NO_DECISION')
    if (decision.route === 'local') return refuse('ROUTE_IS_LOCAL')
    if (!allowedRoutes(policy, decision.label).includes(decision.route)) return refuse('POLICY_FORBIDS_ROUTE')
    if (decision.route === 'hybrid' && request.context.vaultId === null) return refuse('HYBRID_WITHOUT_VAULT')
  }

  const texts = readableTexts(request)
  const parts = [...rawParts(request), ...texts.map(({ text }) => text)]
  const wanted = [...(await keysToFind(request, tools)), ...vault, ...vault.flatMap(withoutAccents)]
  for (const part of wanted.length === 0 ? [] : parts) {
    for (const text of [part, ...readingsOf(part).map(({ rewriting }) => rewriting.text)]) {
      const [found] = tools.findOriginals(text, wanted)
      if (found !== undefined) return refuse(found.type === PROVIDER_KEY ? 'CREDENTIAL_IN_PAYLOAD' : 'VAULT_VALUE_IN_PAYLOAD')
    }
  }

  // Surrogates look like the real thing on purpose; only what is left without them tells whether something was missed.
  const hybrid = decision?.route === 'hybrid'
  const limit: Label = hybrid ? 'internal' : 'public'
  for (const readable of texts) {
    const label = await excess(readable, limit, hybrid ? vault : [], tools)
    if (label !== null) return refuse(hybrid ? 'PAYLOAD_NOT_MASKED' : 'PAYLOAD_NOT_PUBLIC', label)
  }
  for (const { text } of texts) if (await tools.overlapsRestricted(text)) return refuse('RESTRICTED_OVERLAP', 'restricted')
  return { allowed: true, label: declared }
}

/**
 * The label by which a text is too much, in any way of reading it; null where it is not. What the fields of a payload seem to say only when they are
 * read as one statement, which nobody made, counts where one of them says so by itself; what stands in them counts in any case.
 */
async function excess(
  { text, strings }: ReadableText,
  limit: Label,
  vault: readonly VaultEntry[],
  tools: GuardTools,
): Promise<Label | null> {
  let together: Label | null = null
  const left = vault.length === 0 ? text : withoutSurrogates(text, vault)
  const readings = readingsOf(left).map(({ rewriting, kind }) => ({ read: rewriting.text, kind }))
  for (const { read, kind } of [{ read: left, kind: 'decoded' as const }, ...readings]) {
    const isTooMuch = (label: Label): boolean => (kind === 'decoded' ? labelRank(label) > labelRank(limit) : label === 'restricted')
    const { whole, spans } = await labelsOrRestricted(tools.labelsOf, read)
    if (isTooMuch(spans)) return whole
    if (isTooMuch(whole)) together = whole
  }
  if (together === null || strings.length <= 1) return together
  for (const string of strings) {
    const alone = await excess({ text: string, strings: [string] }, limit, vault, tools)
    if (alone !== null) return alone
  }
  return null
}

/** The keys of all providers, as if they were originals: they are found in every encoding in which those are. */
async function keysToFind(request: EgressRequest, tools: GuardTools): Promise<VaultEntry[]> {
  const own = Object.values(request.credentials ?? {}).map(bareCredential)
  return [...new Set([...own, ...(await tools.keys())])]
    .filter(isTelling)
    .map((original) => ({ type: PROVIDER_KEY, original, surrogate: '' }))
}

/** An original as a payload may show it from which marks were taken off. */
function withoutAccents(entry: VaultEntry): VaultEntry[] {
  const bare = uncovered(entry.original)
  if (bare === null) return []
  return [...new Set([bare.text, bare.text.replaceAll('ß', 'ss')])].map((original) => ({ ...entry, original }))
}

/** Local servers are given words as keys (`ollama`, `not-needed`), which any text may hold. */
function isTelling(key: string): boolean {
  return key.length >= KEY_OF_LETTERS || (key.length >= KEY_WITH_DIGITS && /\d/.test(key))
}

async function labelsOrRestricted(labelsOf: GuardTools['labelsOf'], text: string): ReturnType<GuardTools['labelsOf']> {
  try {
    return await labelsOf(text)
  } catch {
    // A text that cannot be classified is treated as the most sensitive one; the refusal is recorded by the caller.
    return { whole: 'restricted', spans: 'restricted' }
  }
}

/** `Bearer abc` → `abc`. */
function bareCredential(value: string): string {
  return value.replace(/^\s*(?:bearer|basic|token)\s+/i, '').trim()
}
