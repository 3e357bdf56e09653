import { afterEach, describe, expect, it } from 'vitest'
import type { ProviderKind } from '#contracts/config.ts'
import { callContext, outcomeOf, providerConfig, type ScriptedServer, startServerFor } from '../../../e2e/services/index.ts'
import type { Disposable } from '../../platform.ts'
import { createEgress, type Egress } from '../../privacy/egress/index.ts'
import { createProvider } from '../create-provider.ts'
import type { Provider } from '../types.ts'
import { createBulkhead } from './bulkhead.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'
import { type ResilienceDeps, resilientStream } from './resilient-stream.ts'

const REQUEST = { messages: [{ role: 'user' as const, content: 'Hello from the other side' }], maxTokens: 50 }
const stoppers: (() => Promise<void>)[] = []
const clock = { now: () => Date.now(), monotonic: () => performance.now() }

/** The real door. Loopback counts as local, so neither its guard nor its ledger may be asked. */
function openDoor(): Egress & Disposable {
  const never = (): never => {
    throw new Error('not for a local address')
  }
  return createEgress({
    clock,
    log: { debug: never, info: never, warn: never, error: never },
    ledger: { append: never },
    vaultEntries: never,
    settings: () => ({
      policy: { allowed: { public: [], internal: [], confidential: [], restricted: [] } },
      privacyMode: 'balanced',
      trustedHosts: [],
      hostedHosts: [],
    }),
    guard: { labelsOf: never, findOriginals: never, overlapsRestricted: never, keys: never },
  })
}

async function setUp(
  kind: ProviderKind,
  overrides: Partial<ResilienceDeps> = {},
): Promise<{ server: ScriptedServer; provider: Provider; deps: ResilienceDeps }> {
  const server = await startServerFor(kind)
  const egress = openDoor()
  stoppers.push(
    () => server.stop(),
    () => egress.dispose(),
  )
  const timeouts = { connectMs: 2_000, firstByteMs: 5_000, idleMs: 5_000 }
  const provider = createProvider(providerConfig(kind, server.url), { egress, key: async () => 'test-key', timeouts })
  const deps: ResilienceDeps = {
    circuit: createCircuitBreaker({ clock }),
    bulkhead: createBulkhead('box'),
    retry: { attempts: 3, baseMs: 1, capMs: 20 },
    firstTokenMs: 2_000,
    totalMs: 4_000,
    ...overrides,
  }
  return { server, provider, deps }
}

afterEach(async () => {
  for (const stop of stoppers.splice(0).reverse()) await stop()
})

describe.each<ProviderKind>(['langbase', 'openai-compatible', 'open-webui', 'ollama'])(
  'a resilient stream from %s through the real door',
  (kind) => {
    const generations = (server: ScriptedServer): number => server.requests.filter(({ method }) => method === 'POST').length

    it.each(['unavailable', 'rate-limited', 'html-502', 'reset-before-answer'] as const)('comes in spite of two times %s', async (type) => {
      const { server, provider, deps } = await setUp(kind)
      server.setFault({ type, times: 2, ...(type === 'rate-limited' ? { retryAfter: '0' } : {}) })
      expect(await outcomeOf(resilientStream(provider, REQUEST, callContext(), deps))).toMatchObject({
        text: 'You wrote: Hello from the other side',
        error: null,
      })
      expect(generations(server)).toBe(3)
    })

    it('is not asked for again once text was shown', async () => {
      const { server, provider, deps } = await setUp(kind)
      server.setFault({ type: 'reset', afterFrames: 4, times: 1 })
      const { text, error } = await outcomeOf(resilientStream(provider, REQUEST, callContext(), deps))
      expect(text).not.toBe('')
      expect(error).toMatchObject({ code: 'STREAM_TRUNCATED' })
      expect(generations(server)).toBe(1)
    })

    it.each(['never-answer', 'stall'] as const)('%s: gives up on its budget and closes the socket', async (type) => {
      const { server, provider, deps } = await setUp(kind, { firstTokenMs: 150, totalMs: 200 })
      server.setFault(type === 'stall' ? { type, afterFrames: 0 } : { type })
      const { error } = await outcomeOf(resilientStream(provider, REQUEST, callContext(), deps))
      expect(error).toMatchObject({ code: 'PROVIDER_TIMEOUT' })
      expect((await server.waitForClose(server.requests.length - 1)).closedEarly).toBe(true)
    })

    it('closes the socket within 100 ms of a cancellation, before and within the answer', async () => {
      const { server, provider, deps } = await setUp(kind)
      for (const fault of [{ type: 'never-answer' }, { type: 'endless' }] as const) {
        server.setFault(fault)
        const stop = new AbortController()
        const seen = server.requests.length
        const outcome = outcomeOf(resilientStream(provider, REQUEST, callContext(stop.signal), deps))
        // Servers that may pass requests on are asked about that first.
        let index = seen
        while ((await server.waitForRequest(index)).method !== 'POST') index += 1
        const at = performance.now()
        stop.abort()
        expect((await outcome).error).toMatchObject({ code: 'CANCELLED' })
        expect((await server.waitForClose(index)).closedEarly).toBe(true)
        expect(performance.now() - at).toBeLessThan(100)
      }
      expect(deps.bulkhead?.running).toBe(0)
    })
  },
)
