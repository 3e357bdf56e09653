import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Agent, Dispatcher } from 'undici'
import { TidegateError } from '#contracts/errors.ts'
import type { Locality } from '#contracts/generation.ts'
import type { Label, LedgerEntry, Policy, PrivacyMode } from '#contracts/privacy.ts'
import { type Clock, type Disposable, type Log, token } from '../../platform.ts'
import type { LedgerStore, VaultEntry } from '../../storage/types.ts'
import { hostOf, isForbidden, isLoopback, isPrivate, isTrusted, leadsTo, portOf } from './address.ts'
import { type GuardTools, judge, type RefusalReason } from './guard.ts'
import { ConnectionError, networkError } from './network-error.ts'
import { isUpload } from './readable-request.ts'
import { openBody } from './response-body.ts'
import type { Egress, EgressRequest, EgressResponse } from './types.ts'

/** The settings that bear on the door, read anew for each request. */
export interface EgressSettings {
  readonly policy: Policy
  readonly privacyMode: PrivacyMode
  readonly trustedHosts: readonly string[]
  readonly hostedHosts: readonly string[]
}

export interface EgressDeps {
  readonly clock: Clock
  readonly log: Log
  readonly ledger: Pick<LedgerStore, 'append'>
  readonly vaultEntries: (vaultId: string) => Promise<readonly VaultEntry[]>
  readonly settings: () => EgressSettings
  /** Calls the listener after each change of the settings; what it returns ends that. */
  readonly onSettings?: (listener: () => void) => () => void
  readonly guard: GuardTools
  /** The workspace's own rules by which the guard reads a text; another object when they have changed. */
  readonly rules?: () => Promise<object>
  /** Addresses of a host name; the system's resolver unless a test says otherwise. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
  readonly onLedger?: (entry: LedgerEntry) => void
}

interface Target {
  readonly url: URL
  readonly addresses: readonly string[]
  readonly loopback: boolean
  readonly locality: Locality
}

/** A request that the guard let through, by its entry in the ledger. */
interface Passed {
  readonly seq: number
  readonly label: Label
}

/** What the guard went by. */
interface JudgedBy {
  readonly settings: EgressSettings
  readonly rules: object | undefined
}

const MAX_AGENTS = 32

/**
 * The one door to the network. For a hosted address the guard judges the final bytes, the ledger gets its entry on disk, and only
 * then is the connection opened, to the very addresses that were judged (a second answer of the name server changes nothing).
 */
export function createEgress(deps: EgressDeps): Egress & Disposable {
  const resolve = deps.resolve ?? systemResolve
  const agents = new Map<string, Agent>()
  /** Requests to hosted addresses that have no answer yet: their bytes may still be on the way out. */
  const leaving = new Set<AbortController>()
  let closed = false
  const stopListening = deps.onSettings?.(() => {
    if (deps.settings().privacyMode !== 'local-only') return
    for (const cut of leaving) cut.abort(new TidegateError('EGRESS_REFUSED', refusalMessage('LOCAL_ONLY_MODE')))
  })

  async function aim(rawUrl: string): Promise<Target> {
    const url = parseUrl(rawUrl)
    const host = hostOf(url)
    const addresses = isIP(host) === 0 ? await resolve(host) : [host]
    const settings = deps.settings()
    const loopback = addresses.length > 0 && addresses.every(isLoopback)
    const local = (loopback || isTrusted(settings.trustedHosts, url, addresses)) && !leadsTo(settings.hostedHosts, url, addresses)
    return { url, addresses, loopback, locality: local ? 'local' : 'hosted' }
  }

  /** Connections are kept per judged target, so a pool never serves an address that was not judged. */
  function agentFor(client: typeof Agent, target: Target, request: EgressRequest): Agent {
    const { connectMs, firstByteMs, idleMs } = request.timeouts
    const key = [target.url.origin, ...target.addresses, connectMs, firstByteMs, idleMs].join('|')
    const known = agents.get(key)
    if (known !== undefined) return known
    const pinned = target.addresses.map((address) => ({ address, family: isIP(address) }))
    const agent = new client({
      connections: 16,
      headersTimeout: firstByteMs,
      bodyTimeout: idleMs,
      connect: {
        timeout: connectMs,
        // Said here, so that no environment variable can say otherwise.
        rejectUnauthorized: true,
        lookup: (_host, options, callback) => {
          const first = pinned[0]
          if (first === undefined) callback(new Error('no address'), '', 4)
          else if (options.all === true) callback(null, pinned)
          else callback(null, first.address, first.family)
        },
      },
    })
    const oldest = agents.keys().next()
    if (agents.size >= MAX_AGENTS && oldest.done !== true) {
      void agents.get(oldest.value)?.close()
      agents.delete(oldest.value)
    }
    agents.set(key, agent)
    return agent
  }

  async function record(
    request: EgressRequest,
    target: Target,
    facts: { verdict: 'allowed' | 'refused'; reason: string | null; label: Label },
  ): Promise<number> {
    const { context } = request
    const entry = await deps.ledger.append({
      at: deps.clock.now(),
      kind: 'request',
      requestSeq: null,
      destination: `${target.url.protocol}//${hostOf(target.url)}:${portOf(target.url)}`,
      method: request.method,
      purpose: context.purpose,
      provider: context.provider,
      jobId: context.jobId,
      generationId: context.generationId,
      attemptId: context.attemptId,
      route: context.decision?.route ?? null,
      label: facts.label,
      verdict: facts.verdict,
      reason: facts.reason,
      bytesOut: facts.verdict === 'allowed' ? bytesOf(request, target) : 0,
      bytesIn: 0,
      status: null,
      payload: facts.verdict === 'allowed' && request.body !== undefined ? request.body : null,
    })
    deps.onLedger?.(entry)
    return entry.seq
  }

  async function recordOutcome(
    request: EgressRequest,
    target: Target,
    { seq, label }: Passed,
    { status, bytesIn, reason }: { status: number | null; bytesIn: number; reason: string | null },
  ): Promise<void> {
    const entry = await deps.ledger.append({
      at: deps.clock.now(),
      kind: 'outcome',
      requestSeq: seq,
      destination: `${target.url.protocol}//${hostOf(target.url)}:${portOf(target.url)}`,
      method: request.method,
      purpose: request.context.purpose,
      provider: request.context.provider,
      jobId: request.context.jobId,
      generationId: request.context.generationId,
      attemptId: request.context.attemptId,
      route: request.context.decision?.route ?? null,
      label,
      verdict: 'allowed',
      reason,
      bytesOut: 0,
      bytesIn,
      status,
      payload: null,
    })
    deps.onLedger?.(entry)
  }

  async function passGuard(request: EgressRequest, target: Target): Promise<Passed> {
    const settings = deps.settings()
    const rules = await deps.rules?.()
    const vault = request.context.vaultId === null ? [] : await deps.vaultEntries(request.context.vaultId)
    const verdict = await judge(
      { request, policy: settings.policy, privacyMode: settings.privacyMode, vault, loopback: target.loopback },
      deps.guard,
    )
    if (verdict.allowed) {
      // The scan of a long text takes seconds: who stopped meanwhile has sent nothing.
      request.signal.throwIfAborted()
      const passed = {
        seq: await record(request, target, { verdict: 'allowed', reason: null, label: verdict.label }),
        label: verdict.label,
      }
      await confirm(request, target, passed, { settings, rules })
      return passed
    }
    await record(request, target, { verdict: 'refused', reason: verdict.reason, label: verdict.label })
    deps.log.warn('egress.refused', { provider: token(request.context.provider), reason: token(verdict.reason) })
    throw new TidegateError('EGRESS_REFUSED', refusalMessage(verdict.reason, isErrand(request)))
  }

  /** The last look before the connection: what the user changed since the guard read settings and rules holds for this request too. */
  async function confirm(request: EgressRequest, target: Target, passed: Passed, judgedBy: JudgedBy): Promise<void> {
    const otherRules = (await deps.rules?.()) !== judgedBy.rules
    const changed = otherRules || !sameSettings(judgedBy.settings, deps.settings())
    if (!changed && !request.signal.aborted) return
    await recordOutcome(request, target, passed, { status: null, bytesIn: 0, reason: 'NOT_SENT' })
    request.signal.throwIfAborted()
    deps.log.warn('egress.refused', { provider: token(request.context.provider), reason: token('SETTINGS_CHANGED') })
    throw new TidegateError('EGRESS_REFUSED', refusalMessage('SETTINGS_CHANGED'))
  }

  async function request(given: EgressRequest): Promise<EgressResponse> {
    // A copy: what the caller changes while it is being judged is not what is sent.
    const input = copyOf(given)
    if (closed) throw new TidegateError('CANCELLED', 'The app is closing; nothing was sent.')
    input.signal.throwIfAborted()
    // Loaded with the first request: a tenth of what a start loads, and many a command never opens a connection.
    const [aimed, { Agent: client }] = await Promise.all([aim(input.url), import('undici')])
    const target: Target = input.passesOn === true ? { ...aimed, locality: 'hosted' } : aimed
    if (target.addresses.some(isForbidden)) {
      throw new TidegateError(
        'EGRESS_REFUSED',
        'This address is link-local or reserved and is never connected to. Check the provider’s address.',
      )
    }
    if (isUpload(input) && input.passesOn === true) refuseInside(target)
    if (target.addresses.length === 0) {
      const message = `The name of provider "${input.context.provider}" does not resolve. Check its address and your network.`
      throw new ConnectionError('PROVIDER_NETWORK', message, { mayHaveArrived: false })
    }
    const passed = target.locality === 'hosted' ? await passGuard(input, target) : null
    const settle = async (status: number | null, bytesIn: number, reason: string | null = null): Promise<void> => {
      if (passed !== null) await recordOutcome(input, target, passed, { status, bytesIn, reason })
    }
    const cut = new AbortController()
    if (passed !== null) leaving.add(cut)
    let response: Dispatcher.ResponseData
    try {
      response = await agentFor(client, target, input).request({
        origin: target.url.origin,
        path: target.url.pathname + target.url.search,
        method: input.method,
        headers: { ...input.headers, ...input.credentials },
        ...(input.body === undefined ? {} : { body: input.body }),
        signal: passed === null ? input.signal : AbortSignal.any([input.signal, cut.signal]),
      })
    } catch (error) {
      const failure = networkError(error, input)
      // Where no connection came about, no byte was handed over.
      await settle(null, 0, failure instanceof ConnectionError && !failure.mayHaveArrived ? 'NOT_SENT' : 'NO_RESPONSE')
      throw failure
    } finally {
      leaving.delete(cut)
    }
    const body = openBody(
      response.body,
      (error) => networkError(error, input),
      (bytesIn) => settle(response.statusCode, bytesIn),
      (error) => deps.log.error('egress.outcome_not_recorded', error),
    )
    return {
      status: response.statusCode,
      headers: flatHeaders(response.headers),
      locality: target.locality,
      ledgerSeq: passed?.seq ?? null,
      ...body,
    }
  }

  /** The address of an upload comes from the service: it must not lead into the user's own network, unless they said so themselves. */
  function refuseInside({ url, addresses }: Target): void {
    const { trustedHosts, hostedHosts } = deps.settings()
    if (!addresses.some(isPrivate) || isTrusted(trustedHosts, url, addresses) || leadsTo(hostedHosts, url, addresses)) return
    throw new TidegateError(
      'EGRESS_REFUSED',
      'The hosted service asked for the document to be sent into your own network, so nothing was sent. Check the provider’s address.',
    )
  }

  return {
    request,
    async localityOf(url) {
      try {
        return (await aim(url)).locality
      } catch {
        // What cannot be placed is treated as far away: the stricter of the two.
        return 'hosted'
      }
    },
    async dispose() {
      closed = true
      stopListening?.()
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
      agents.clear()
    },
  }
}

function copyOf(request: EgressRequest): EgressRequest {
  return {
    ...request,
    headers: { ...request.headers },
    ...(request.credentials === undefined ? {} : { credentials: { ...request.credentials } }),
    context: { ...request.context, decision: request.context.decision === null ? null : { ...request.context.decision } },
    timeouts: { ...request.timeouts },
  }
}

/** Whether two readings of the settings decide the same. */
function sameSettings(one: EgressSettings, two: EgressSettings): boolean {
  const bearing = ({ policy, privacyMode, trustedHosts, hostedHosts }: EgressSettings): string =>
    JSON.stringify([policy, privacyMode, trustedHosts, hostedHosts])
  return one === two || bearing(one) === bearing(two)
}

async function systemResolve(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address)
  } catch {
    // Unknown name or no network; the caller says so in its own words.
    return []
  }
}

function parseUrl(raw: string): URL {
  const url = URL.parse(raw)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') {
    throw new TidegateError(
      'EGRESS_REFUSED',
      'A provider’s address must be a plain http or https URL without a user name. Correct it in the settings.',
    )
  }
  return url
}

function bytesOf(request: EgressRequest, target: Target): number {
  const headers = Object.entries({ ...request.headers, ...request.credentials })
  const headerBytes = headers.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value) + 4, 0)
  return Buffer.byteLength(target.url.pathname + target.url.search) + headerBytes + Buffer.byteLength(request.body ?? '')
}

function flatHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

/** Something that a person asked of the service beside generating. */
function isErrand({ context: { purpose } }: EgressRequest): boolean {
  return purpose === 'manage' || purpose === 'upload'
}

function refusalMessage(reason: RefusalReason | 'SETTINGS_CHANGED', errand = false): string {
  if (errand && reason === 'PAYLOAD_NOT_PUBLIC') {
    return 'Only public text may go to a hosted service, and the check of what would leave found more than that. Nothing was sent; take it out.'
  }
  const fixes: Readonly<Record<typeof reason, string>> = {
    LOCAL_ONLY_MODE: 'Local-only mode is on, so nothing was sent. Turn it off to use a hosted service.',
    PLAIN_HTTP: 'A hosted service must be reached over https. Nothing was sent; correct the provider’s address.',
    SETTINGS_CHANGED: 'The privacy settings were changed while the text was being checked, so nothing was sent. Generate again.',
    EMBEDDING_IS_LOCAL:
      'Sources are only embedded on this machine, and this provider is not on it. Nothing was sent; name another one in sources.embedding.',
    PAYLOAD_NOT_PUBLIC: 'The request still holds sensitive text, so nothing was sent. Use the local or the hybrid route.',
    PAYLOAD_NOT_MASKED: 'Sensitive text was found after masking, so nothing was sent. Use the local route.',
    RESTRICTED_OVERLAP:
      'A passage of what would have left also stands in one of your restricted sources, so nothing was sent. Use the local route, or remove that source.',
    CREDENTIAL_IN_PAYLOAD: 'The key of a provider stands in what would have left, so nothing was sent. Take it out of the text.',
    VAULT_VALUE_IN_PAYLOAD: 'A masked value was found in what would have left, so nothing was sent. Use the local route.',
    NO_DECISION: 'There was no routing decision for this request, so nothing was sent. Generate again.',
    ROUTE_IS_LOCAL: 'The request was to run on this machine, so nothing was sent. Generate again, or choose another route.',
    POLICY_FORBIDS_ROUTE: 'The policy does not allow this route for what the request holds, so nothing was sent. Use the local route.',
    PROBE_CARRIES_DATA: 'A question about the service may carry no text, so nothing was sent. Check the settings of the provider.',
    REQUEST_NOT_READABLE: 'What would have left could not be read and so not be checked. Nothing was sent; use the local route.',
    HYBRID_WITHOUT_VAULT: 'The request was to leave masked, and nothing had been masked, so nothing was sent. Generate again.',
  }
  return fixes[reason]
}
