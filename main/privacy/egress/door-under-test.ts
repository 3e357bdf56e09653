import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { ConfigSchema } from '#contracts/config.ts'
import type { Label } from '#contracts/privacy.ts'
import { type OpenedStorage, openStorage } from '../../storage/index.ts'
import { systemClock } from '../../system-platform.ts'
import { silentLog } from '../../telemetry/index.ts'
import { createEgress, type EgressDeps } from './door.ts'
import type { EgressRequest } from './types.ts'

export type Listener = Awaited<ReturnType<typeof listen>>

/** A server that notes what reached it, and answers as it is told. */
export function listen(answer: (request: IncomingMessage) => { status?: number; headers?: Record<string, string>; body?: string | null }) {
  const seen: { method: string; url: string; body: string }[] = []
  let closed = 0
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    response.on('close', () => (closed += 1))
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', body })
      const reply = answer(request)
      response.writeHead(reply.status ?? 200, reply.headers)
      if (reply.body === null) response.write('first')
      else response.end(reply.body ?? 'ok')
    })
  })
  return new Promise<{ port: number; seen: typeof seen; closed: () => number; stop: () => Promise<void> }>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      resolve({
        port,
        seen,
        closed: () => closed,
        stop: () => {
          server.closeAllConnections()
          return new Promise((done) => server.close(() => done()))
        },
      })
    })
  })
}

export const both = (label: Label) => ({ whole: label, spans: label })
export const GUARD: EgressDeps['guard'] = {
  labelsOf: async () => both('public'),
  findOriginals: () => [],
  overlapsRestricted: async () => false,
  keys: async () => [],
}

export interface DoorUnderTest {
  readonly storage: OpenedStorage
  /** Ended behind each test; one that a test puts in its place, too. */
  server: Listener
  door(overrides?: Partial<EgressDeps>, config?: object): ReturnType<typeof createEgress>
}

/** For each test a ledger of its own, and a server on loopback. */
export function doorUnderTest(): DoorUnderTest {
  let dataDir: string
  let storage: OpenedStorage
  let server: Listener

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tidegate-door-'))
    storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
    server = await listen(() => ({}))
  })

  afterEach(async () => {
    await server.stop()
    await storage.dispose()
    rmSync(dataDir, { recursive: true, force: true })
  })

  return {
    get storage() {
      return storage
    },
    get server() {
      return server
    },
    set server(other) {
      server = other
    },
    door: (overrides = {}, config = {}) =>
      createEgress({
        clock: systemClock,
        log: silentLog,
        ledger: storage.ledger,
        vaultEntries: async () => [],
        settings: () => ConfigSchema.parse(config),
        guard: { ...GUARD, labelsOf: async (text) => both(text.includes('SECRET') ? 'restricted' : 'public') },
        ...overrides,
      }),
  }
}

export function request(url: string, overrides: Partial<EgressRequest> = {}): EgressRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    credentials: { authorization: 'Bearer planted-key-123' },
    body: '{"text":"hello"}',
    context: {
      purpose: 'generate',
      provider: 'test',
      jobId: null,
      generationId: 'gen_1',
      attemptId: 'att_1',
      decision: { id: 'dec_1', route: 'hosted', label: 'public' },
      vaultId: null,
    },
    signal: AbortSignal.timeout(5_000),
    timeouts: { connectMs: 1_000, firstByteMs: 1_000, idleMs: 300 },
    ...overrides,
  }
}
