import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Generation } from '#contracts/generation.ts'
import { type HostProcess, removeDataDir, startHost } from '../host-process.ts'
import { upTo } from '../how-much.ts'
import { startLangbaseServer } from '../services/index.ts'
import { makeSettledDataDir } from '../settled-database.ts'
import { twoProviders } from './test-app.ts'

const KILLS = upTo(2, 10)
/** Long enough to be killed in every phase: before the gate, in flight, in mid-stream, at the end. */
const SPREAD_MS = 900
const ENDED = new Set(['succeeded', 'failed', 'cancelled', 'blocked'])

/** A repeatable sequence of moments, spread evenly over the generation with some noise. */
function momentOf(round: number): number {
  return ((round + ((round * 7_919) % 97) / 97) / KILLS) * SPREAD_MS
}

function client(host: HostProcess) {
  const origin = new URL(host.url).origin
  return async <T>(path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${origin}/api${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
}

describe('kill -9 during a generation', () => {
  it(`loses no prompt and repeats no hosted call, moments: ${KILLS}`, { timeout: 240_000 }, async () => {
    const server = await startLangbaseServer({
      key: 'kill-key-123456',
      frameDelayMs: 25,
      reply: 'The tide comes in twice a day and goes out again. '.repeat(3),
    })
    const dataDir = makeSettledDataDir(twoProviders({ hosted: server }), { hosted: 'kill-key-123456' })
    const outcomes: Record<string, number> = {}
    try {
      for (let round = 0; round < KILLS; round += 1) {
        const first = await startHost(dataDir)
        // The moments are those of a host that has read a text before: the first one waits for what it is read with.
        await client(first)('/scan', { text: 'tides' })
        const prompt = `Write a short note on tides, number ${round}.`
        const { id } = await client(first)<{ id: string }>('/generations', { prompt, sources: [], options: { route: 'hosted' } })
        await delay(momentOf(round))
        await first.kill()

        const second = await startHost(dataDir)
        const get = client(second)
        let generation = await get<Generation>(`/generations/${id}`)
        for (let waited = 0; !ENDED.has(generation.state) && waited < 15_000; waited += 50) {
          await delay(50)
          generation = await get<Generation>(`/generations/${id}`)
        }
        expect(generation.prompt).toBe(prompt)
        expect(['succeeded', 'failed']).toContain(generation.state)
        if (generation.state === 'failed') expect(generation.error?.code).toBe('INTERRUPTED_AFTER_SEND')
        const calls = server.requests.filter(({ body }) => body.includes(`number ${round}.`))
        expect(calls.length, `round ${round}`).toBeLessThanOrEqual(1)
        const key = `${generation.state}${generation.text === '' ? ', no text' : ', text kept'}`
        outcomes[key] = (outcomes[key] ?? 0) + 1
        await second.stop()
      }
      const last = await startHost(dataDir)
      expect(await client(last)('/ledger-verification')).toMatchObject({ ok: true })
      await last.stop()
      // The moments must really have met different phases, or the test shows nothing.
      expect(Object.keys(outcomes).length, JSON.stringify(outcomes)).toBeGreaterThan(1)
    } finally {
      await server.stop()
      removeDataDir(dataDir)
    }
  })
})
