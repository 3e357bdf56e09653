import type { Generation } from '#contracts/generation.ts'
import { providerConfig, type ScriptedServer, startServerFor } from '../../services/index.ts'
import { startTestApp, type TestApp } from '../test-app.ts'
import type { FaultRow, LabelRow, Place, Staging } from './cases.ts'

/** Budgets of a case, ms: short, so that a fault that only time ends takes no longer than it must. */
export const BUDGET = { connectMs: 1_500, firstByteMs: 1_500, idleMs: 1_000, totalMs: 4_000 } as const
/** Tries of one call, and the waits between them, ms. */
const RETRY = { attempts: 2, baseMs: 5, capMs: 20 } as const

/** How a case ended, in one letter: complete, partial and marked, deferred, failed, or kept away by the policy. */
export type Ending = 'C' | 'P' | 'D' | 'F'

export interface CaseResult {
  readonly ending: Ending
  readonly generation: Generation
  readonly tookMs: number
  /** Requests that carried the text, as the server got them. */
  readonly asked: readonly string[]
  readonly everything: string
}

/** One app beside one server, for the cases of one provider after the other. */
export interface Lane {
  run(fault: FaultRow, staging: NonNullable<Staging>, row: LabelRow): Promise<CaseResult>
  stop(): Promise<void>
}

export async function openLane(place: Place, own: LabelRow): Promise<Lane> {
  const server: ScriptedServer = await startServerFor(place.kind, { frameDelayMs: 2 })
  const key = 'test-key'
  const test: TestApp = await startTestApp(settings(place, server.url, server.port), { box: key })
  let round = 0

  async function run(_fault: FaultRow, staging: NonNullable<Staging>, row: LabelRow): Promise<CaseResult> {
    round += 1
    const { app } = test
    server.setFault(null)
    const url = 'address' in staging ? addressOf(staging.address, server.port) : server.url
    // Another provider for each case: none inherits a circuit that another one opened, or is thought to be offline.
    const id = `box-${round}`
    app.config.set('hostedHosts', place.hosted ? [`127.0.0.1:${server.port}`, '127.0.0.1:1'] : [])
    app.config.set('providers.0', providerConfig(place.kind, url, { id, quality: 0.9, contextTokens: 16_000 }))
    await app.keys.set({ providerId: id, key, place: 'file' })
    if ('server' in staging) server.setFault(staging.server)
    const before = server.requests.length
    const route = place.hosted ? row.route : 'local'
    const started = performance.now()
    const generation = await test.run({ prompt: row.prompt, options: { route } })
    const tookMs = performance.now() - started
    // Nothing is left open at the server, whatever the case was.
    await Promise.all(server.requests.slice(before).map((_request, index) => server.waitForClose(before + index)))
    const requests = server.requests.slice(before)
    server.setFault(null)
    await app.generations.cancel(generation.id)
    return {
      ending: endingOf(generation),
      generation,
      tookMs,
      asked: requests.filter(({ method, body }) => method === 'POST' && body.includes('messages')).map(({ body }) => body),
      everything: requests.map(({ method, path, headers, body }) => JSON.stringify({ method, path, headers, body })).join('\n'),
    }
  }

  // The first request of a kind loads what the others find loaded: word lists, what masks, and the door's own look.
  await test.run({ prompt: own.prompt, options: { route: place.hosted ? own.route : 'local' } })
  return {
    run,
    async stop() {
      await test.stop()
      await server.stop()
    },
  }
}

function settings(place: Place, url: string, port: number): object {
  return {
    hostedHosts: place.hosted ? [`127.0.0.1:${port}`] : [],
    retry: RETRY,
    timeouts: BUDGET,
    machine: { cpuSaturatedPct: 101, memoryReserveMb: 0 },
    providers: [providerConfig(place.kind, url)],
  }
}

/** A name that no resolver is asked for (its label is too long), a port where nobody listens, and https where plain http is spoken. */
function addressOf(kind: 'no such name' | 'refused' | 'no encryption', port: number): string {
  if (kind === 'no such name') return `https://${'x'.repeat(64)}.invalid`
  return kind === 'refused' ? 'http://127.0.0.1:1' : `https://127.0.0.1:${port}`
}

function endingOf({ state, text }: Generation): Ending {
  if (state === 'succeeded') return 'C'
  if (state === 'deferred') return 'D'
  if (state === 'failed') return text === '' ? 'F' : 'P'
  throw new Error(`a generation ended as ${state}`)
}
