import { describe, expect, it } from 'vitest'
import { ProviderError } from '../provider-error.ts'
import type { CallContext, Provider, ProviderChunk } from '../types.ts'
import { createBulkhead } from './bulkhead.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'
import { createFakeTimers, type FakeTimers } from './fake-timers.ts'
import { type ResilienceDeps, resilientStream } from './resilient-stream.ts'

const END: ProviderChunk = { type: 'end', finishReason: 'stop', usage: null, threadId: null, model: 'm' }
const TEXT: ProviderChunk = { type: 'text', delta: 'a' }
const busy = new ProviderError('PROVIDER_UNAVAILABLE', 'Busy.', { retryable: true })
const REQUEST = { messages: [{ role: 'user' as const, content: 'hi' }], maxTokens: 10 }

type Step = ProviderChunk | Error | 'hang'

/** A provider that plays scripts, one per call, and hangs without heeding the signal where told to. */
function scripted(...scripts: readonly (readonly Step[])[]): Provider & { readonly calls: { signal: AbortSignal }[] } {
  const calls: { signal: AbortSignal }[] = []
  return {
    id: 'box',
    kind: 'ollama',
    model: 'm',
    calls,
    locality: async () => 'local',
    health: async () => ({ healthy: true, detail: '' }),
    models: async () => [],
    async *stream(_request, context) {
      const script = scripts[Math.min(calls.length, scripts.length - 1)] ?? []
      calls.push({ signal: context.signal })
      for (const step of script) {
        if (step === 'hang') await new Promise(() => undefined)
        else if (step instanceof Error) throw step
        else yield step
      }
    },
  }
}

function setUp(overrides: Partial<ResilienceDeps> = {}): {
  deps: ResilienceDeps
  timers: FakeTimers
  context: CallContext
  stop: AbortController
} {
  const timers = createFakeTimers()
  const stop = new AbortController()
  const egress = { purpose: 'generate' as const, jobId: null, generationId: null, attemptId: null, decision: null, vaultId: null }
  const deps: ResilienceDeps = {
    circuit: createCircuitBreaker({ clock: { monotonic: timers.now }, policy: { failures: 2, openMs: 1_000, maxOpenMs: 4_000 } }),
    bulkhead: createBulkhead('box', { running: 1, waiting: 1 }),
    retry: { attempts: 1, baseMs: 1, capMs: 10 },
    firstTokenMs: 100,
    totalMs: 1_000,
    random: () => 0,
    timers,
    ...overrides,
  }
  return { deps, timers, context: { signal: stop.signal, egress }, stop }
}

async function collect(chunks: AsyncIterable<ProviderChunk>): Promise<{ chunks: ProviderChunk[]; error: unknown }> {
  const seen: ProviderChunk[] = []
  try {
    for await (const chunk of chunks) seen.push(chunk)
    return { chunks: seen, error: null }
  } catch (error) {
    return { chunks: seen, error }
  }
}

/** Lets promises that are ready run on. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve()
}

describe('resilientStream', () => {
  it('gives a good answer through and leaves nothing behind', async () => {
    const { deps, timers, context } = setUp()
    const provider = scripted([TEXT, END])
    expect(await collect(resilientStream(provider, REQUEST, context, deps))).toEqual({ chunks: [TEXT, END], error: null })
    expect([timers.pending, deps.bulkhead?.running, deps.circuit.state()]).toEqual([0, 0, 'closed'])
    expect(provider.calls[0]?.signal.aborted).toBe(true)
  })

  it('runs out of time before the first token', async () => {
    const { deps, timers, context } = setUp()
    const result = collect(resilientStream(scripted(['hang']), REQUEST, context, deps))
    await settle()
    timers.advance(100)
    expect(await result).toMatchObject({ chunks: [], error: { code: 'PROVIDER_TIMEOUT' } })
    expect([timers.pending, deps.bulkhead?.running]).toEqual([0, 0])
  })

  it('runs out of time in the middle, and keeps what came', async () => {
    const { deps, timers, context } = setUp()
    const result = collect(resilientStream(scripted([TEXT, 'hang']), REQUEST, context, deps))
    await settle()
    timers.advance(999)
    await settle()
    timers.advance(1)
    expect(await result).toMatchObject({ chunks: [TEXT], error: { code: 'PROVIDER_TIMEOUT' } })
  })

  it('is cancelled at once, also by a provider that does not heed the signal', async () => {
    const { deps, timers, context, stop } = setUp()
    const result = collect(resilientStream(scripted([TEXT, 'hang']), REQUEST, context, deps))
    await settle()
    stop.abort()
    expect(await result).toMatchObject({ chunks: [TEXT], error: { code: 'CANCELLED' } })
    expect([timers.pending, deps.bulkhead?.running, deps.circuit.state()]).toEqual([0, 0, 'closed'])
    const late = scripted([TEXT, END])
    expect(await collect(resilientStream(late, REQUEST, context, deps))).toMatchObject({ error: { code: 'CANCELLED' } })
    expect(late.calls).toHaveLength(0)
  })

  it('opens the circuit after repeated failure, then lets one probe through', async () => {
    const { deps, timers, context } = setUp()
    const provider = scripted([busy], [busy], [TEXT, END])
    await collect(resilientStream(provider, REQUEST, context, deps))
    await collect(resilientStream(provider, REQUEST, context, deps))
    const refused = await collect(resilientStream(provider, REQUEST, context, deps))
    expect(refused).toMatchObject({ error: { code: 'PROVIDER_UNAVAILABLE', retryAfterMs: 1_000, retryable: false } })
    expect(provider.calls).toHaveLength(2)
    timers.advance(1_000)
    expect((await collect(resilientStream(provider, REQUEST, context, deps))).chunks).toEqual([TEXT, END])
    expect(deps.circuit.state()).toBe('closed')
  })

  it('counts a call with all its tries as one failure', async () => {
    const { deps, timers, context } = setUp({ retry: { attempts: 3, baseMs: 1, capMs: 10 } })
    const provider = scripted([busy])
    const result = collect(resilientStream(provider, REQUEST, context, deps))
    for (let round = 0; round < 3; round += 1) {
      await settle()
      timers.advance(1)
    }
    expect(await result).toMatchObject({ error: busy })
    expect([provider.calls.length, deps.circuit.state()]).toEqual([3, 'closed'])
  })

  it('waits for its place, and the wait counts against the whole but not against the first token', async () => {
    const { deps, timers, context } = setUp()
    const leave = await deps.bulkhead?.enter(context.signal)
    const result = collect(resilientStream(scripted([TEXT, END]), REQUEST, context, deps))
    await settle()
    timers.advance(500)
    leave?.()
    expect(await result).toEqual({ chunks: [TEXT, END], error: null })
    await deps.bulkhead?.enter(context.signal)
    const stuck = collect(resilientStream(scripted([TEXT, END]), REQUEST, context, deps))
    await settle()
    timers.advance(1_000)
    expect(await stuck).toMatchObject({ error: { code: 'PROVIDER_TIMEOUT' } })
  })

  it('releases everything when the reader leaves', async () => {
    const { deps, timers, context } = setUp()
    const provider = scripted([TEXT, 'hang'])
    for await (const chunk of resilientStream(provider, REQUEST, context, deps)) if (chunk.type === 'text') break
    expect([timers.pending, deps.bulkhead?.running, provider.calls[0]?.signal.aborted]).toEqual([0, 0, true])
  })
})
