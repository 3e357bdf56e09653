import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigSchema } from '#contracts/config.ts'
import type { Label } from '#contracts/privacy.ts'
import { type OpenedStorage, openStorage } from '../../storage/index.ts'
import { systemClock } from '../../system-platform.ts'
import { silentLog } from '../../telemetry/index.ts'
import { createEgress, type EgressDeps } from './door.ts'
import type { EgressRequest } from './types.ts'

/** A server that notes what reached it, and answers as it is told. */
function listen(answer: (request: IncomingMessage) => { status?: number; headers?: Record<string, string>; body?: string | null }) {
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

let dataDir: string
let storage: OpenedStorage
let server: Awaited<ReturnType<typeof listen>>

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

const both = (label: Label) => ({ whole: label, spans: label })
const GUARD: EgressDeps['guard'] = {
  labelsOf: async () => both('public'),
  findOriginals: () => [],
  overlapsRestricted: async () => false,
  keys: async () => [],
}

function door(overrides: Partial<EgressDeps> = {}, config: object = {}) {
  return createEgress({
    clock: systemClock,
    log: silentLog,
    ledger: storage.ledger,
    vaultEntries: async () => [],
    settings: () => ConfigSchema.parse(config),
    guard: { ...GUARD, labelsOf: async (text) => both(text.includes('SECRET') ? 'restricted' : 'public') },
    ...overrides,
  })
}

function request(url: string, overrides: Partial<EgressRequest> = {}): EgressRequest {
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

describe('egress door', () => {
  it('writes nothing to the ledger for a loopback address', async () => {
    const egress = door()
    const response = await egress.request(request(`http://127.0.0.1:${server.port}/x`))
    expect(await response.text()).toBe('ok')
    expect(response).toMatchObject({ locality: 'local', ledgerSeq: null })
    expect(await storage.ledger.list({ limit: 10 })).toHaveLength(0)
    await egress.dispose()
  })

  it('records what leaves for a hosted address before it connects, and the outcome after, never the key', async () => {
    const egress = door({}, { hostedHosts: [`127.0.0.1:${server.port}`] })
    const response = await egress.request(request(`http://127.0.0.1:${server.port}/x?a=1`))
    expect(await response.text()).toBe('ok')
    const [outcome, sent] = await storage.ledger.list({ limit: 10 })
    expect(sent).toMatchObject({
      kind: 'request',
      verdict: 'allowed',
      payload: '{"text":"hello"}',
      destination: `http://127.0.0.1:${server.port}`,
    })
    expect(sent?.bytesOut).toBeGreaterThan('{"text":"hello"}'.length)
    expect(outcome).toMatchObject({ kind: 'outcome', requestSeq: sent?.seq, status: 200, bytesIn: 2 })
    expect(JSON.stringify([sent, outcome])).not.toContain('planted-key')
    expect(await storage.ledger.verify()).toMatchObject({ ok: true, entries: 2 })
    await egress.dispose()
  })

  it('refuses, records the refusal, and never connects', async () => {
    const egress = door({}, { hostedHosts: ['127.0.0.1'] })
    await expect(egress.request(request(`http://127.0.0.1:${server.port}/`, { body: '{"t":"SECRET"}' }))).rejects.toMatchObject({
      code: 'EGRESS_REFUSED',
    })
    expect(server.seen).toHaveLength(0)
    const [entry] = await storage.ledger.list({ limit: 10 })
    expect(entry).toMatchObject({ verdict: 'refused', reason: 'PAYLOAD_NOT_PUBLIC', payload: null, bytesOut: 0 })
    await egress.dispose()
  })

  it('does not connect when the ledger cannot be written', async () => {
    const ledger = { ...storage.ledger, append: () => Promise.reject(new Error('disk full')) }
    const egress = door({ ledger }, { hostedHosts: ['127.0.0.1'] })
    await expect(egress.request(request(`http://127.0.0.1:${server.port}/`))).rejects.toThrow('disk full')
    expect(server.seen).toHaveLength(0)
    await egress.dispose()
  })

  it('judges a name by what it resolves to, once, and connects to that address only', async () => {
    const answers = [['203.0.113.7'], ['127.0.0.1']]
    const egress = door({ resolve: async () => answers.shift() ?? [] })
    // The first answer is far away: plain http is refused there, and the second answer is not asked for within one request.
    await expect(egress.request(request(`http://rebind.example:${server.port}/`))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(answers).toHaveLength(1)
    expect(server.seen).toHaveLength(0)
    await egress.dispose()
  })

  it('pins a name that resolves to loopback', async () => {
    const egress = door({ resolve: async () => ['127.0.0.1'] })
    const response = await egress.request(request(`http://model.example:${server.port}/y`))
    expect(response.locality).toBe('local')
    expect(await response.text()).toBe('ok')
    expect(server.seen[0]?.url).toBe('/y')
    await egress.dispose()
  })

  it('counts a mixed answer as hosted, and never connects to link-local addresses', async () => {
    const mixed = door({ resolve: async () => ['127.0.0.1', '203.0.113.7'] })
    expect(await mixed.localityOf('http://mixed.example/')).toBe('hosted')
    const metadata = door({ resolve: async () => ['169.254.169.254'] }, { trustedHosts: ['meta.example'] })
    await expect(metadata.request(request('http://meta.example/'))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    await Promise.all([mixed.dispose(), metadata.dispose()])
  })

  it('a trusted name that leads into the open is hosted', async () => {
    const egress = door({ resolve: async () => ['203.0.113.9'] }, { trustedHosts: ['nas.lan'] })
    expect(await egress.localityOf('http://nas.lan:8080/v1')).toBe('hosted')
    await expect(egress.request(request('http://nas.lan:8080/v1'))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(await storage.ledger.list({ limit: 10 })).toMatchObject([{ verdict: 'refused', reason: 'PLAIN_HTTP' }])
    await egress.dispose()
  })

  it('sends nothing when the workspace got another rule while the text was checked', async () => {
    let rules: readonly object[] = []
    const guard = {
      ...GUARD,
      labelsOf: async () => {
        rules = [{ kind: 'word', text: 'hello' }]
        return both('public')
      },
    }
    const egress = door({ guard, rules: async () => rules }, { hostedHosts: [`127.0.0.1:${server.port}`] })
    await expect(egress.request(request(`http://127.0.0.1:${server.port}/x`))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(server.seen).toEqual([])
    expect((await storage.ledger.list({ limit: 10 })).map(({ reason }) => reason)).toEqual(['NOT_SENT', null])
    await egress.dispose()
  })

  it('sends nothing when the settings became stricter while the text was checked', async () => {
    let config: object = { hostedHosts: ['127.0.0.1'] }
    const guard: EgressDeps['guard'] = {
      ...GUARD,
      async labelsOf() {
        config = { ...config, privacyMode: 'local-only' }
        return both('public')
      },
    }
    const egress = door({ guard, settings: () => ConfigSchema.parse(config) })
    await expect(egress.request(request(`http://127.0.0.1:${server.port}/`))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(server.seen).toHaveLength(0)
    const [outcome, sent] = await storage.ledger.list({ limit: 10 })
    expect(sent).toMatchObject({ kind: 'request', verdict: 'allowed' })
    expect(outcome).toMatchObject({ kind: 'outcome', requestSeq: sent?.seq, status: null, reason: 'NOT_SENT' })
    await egress.dispose()
  })

  it('writes nothing as sent that was stopped while the text was checked', async () => {
    const stop = new AbortController()
    const guard: EgressDeps['guard'] = {
      ...GUARD,
      async labelsOf() {
        stop.abort()
        return both('public')
      },
    }
    const egress = door({ guard }, { hostedHosts: ['127.0.0.1'] })
    await expect(egress.request(request(`http://127.0.0.1:${server.port}/`, { signal: stop.signal }))).rejects.toThrow()
    expect(await storage.ledger.list({ limit: 10 })).toEqual([])
    expect(server.seen).toHaveLength(0)
    await egress.dispose()
  })

  it('says in the ledger that nothing was sent when it was stopped after its entry', async () => {
    const stop = new AbortController()
    const egress = door(
      {
        ledger: {
          ...storage.ledger,
          async append(entry) {
            const appended = await storage.ledger.append(entry)
            stop.abort()
            return appended
          },
        },
      },
      { hostedHosts: ['127.0.0.1'] },
    )
    await expect(egress.request(request(`http://127.0.0.1:${server.port}/`, { signal: stop.signal }))).rejects.toThrow()
    expect(await storage.ledger.list({ limit: 10 })).toMatchObject([{ kind: 'outcome', reason: 'NOT_SENT' }, { kind: 'request' }])
    expect(server.seen).toHaveLength(0)
    await egress.dispose()
  })

  it('outlives an outcome that cannot be recorded for a body that nobody reads', async () => {
    await server.stop()
    server = await listen(() => ({ body: null }))
    const failed = Promise.withResolvers<string>()
    const egress = door(
      {
        log: {
          ...silentLog,
          error(event) {
            failed.resolve(event)
            return 'err_1'
          },
        },
        ledger: {
          ...storage.ledger,
          append: (entry) => (entry.kind === 'outcome' ? Promise.reject(new Error('disk full')) : storage.ledger.append(entry)),
        },
      },
      { hostedHosts: ['127.0.0.1'] },
    )
    await egress.request(request(`http://127.0.0.1:${server.port}/`))
    await server.stop()
    expect(await failed.promise).toBe('egress.outcome_not_recorded')
    await egress.dispose()
  })

  it('does not follow a redirect', async () => {
    const other = await listen(() => ({}))
    const redirecting = await listen(() => ({ status: 307, headers: { location: `http://127.0.0.1:${other.port}/` } }))
    const egress = door()
    const response = await egress.request(request(`http://127.0.0.1:${redirecting.port}/`))
    expect(response.status).toBe(307)
    await response.cancel()
    expect(other.seen).toHaveLength(0)
    await egress.dispose()
    await Promise.all([other.stop(), redirecting.stop()])
  })

  it('closes the socket on cancel', async () => {
    const endless = await listen(() => ({ body: null }))
    const controller = new AbortController()
    const egress = door()
    const response = await egress.request(
      request(`http://127.0.0.1:${endless.port}/`, {
        signal: controller.signal,
        timeouts: { connectMs: 500, firstByteMs: 500, idleMs: 5_000 },
      }),
    )
    const reading = (async () => {
      for await (const _chunk of response.body) controller.abort()
    })()
    const started = performance.now()
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect.poll(() => endless.closed(), { interval: 5, timeout: 1_000 }).toBe(1)
    expect(performance.now() - started).toBeLessThan(500)
    await egress.dispose()
    await endless.stop()
  })

  it('gives up on a silent stream', async () => {
    const silent = await listen(() => ({ body: null }))
    const egress = door()
    const response = await egress.request(request(`http://127.0.0.1:${silent.port}/`))
    await expect(response.text()).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT' })
    await egress.dispose()
    await silent.stop()
  })

  it('says what to do when nobody listens, and records for a hosted address that nothing was sent', async () => {
    const { port } = server
    await server.stop()
    const egress = door({}, { hostedHosts: ['127.0.0.1'] })
    await expect(egress.request(request(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({ code: 'PROVIDER_NETWORK' })
    const [outcome] = await storage.ledger.list({ limit: 1 })
    expect(outcome).toMatchObject({ kind: 'outcome', reason: 'NOT_SENT', status: null })
    expect(await storage.ledger.search({ limit: 1 })).toMatchObject([{ end: 'not-sent', bytesOut: 0 }])
    await egress.dispose()
    server = await listen(() => ({}))
  })

  it.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'http://user:pw@127.0.0.1/', 'nonsense'])('refuses the address %s', async (url) => {
    const egress = door()
    await expect(egress.request(request(url))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(await egress.localityOf(url)).toBe('hosted')
    await egress.dispose()
  })

  it('sends what was judged, whatever the caller does to it meanwhile', async () => {
    const given = request(`http://127.0.0.1:${server.port}/judged`) as {
      url: string
      body: string
      headers: Record<string, string>
    } & EgressRequest
    const guard: EgressDeps['guard'] = {
      ...GUARD,
      async labelsOf() {
        given.headers['x-late'] = 'SECRET'
        given.body = '{"text":"SECRET"}'
        given.url = `http://127.0.0.1:${server.port}/SECRET`
        return both('public')
      },
    }
    const egress = door({ guard }, { hostedHosts: ['127.0.0.1'] })
    await (await egress.request(given)).text()
    expect(server.seen).toMatchObject([{ url: '/judged', body: '{"text":"hello"}' }])
    expect(JSON.stringify(server.seen)).not.toContain('SECRET')
    await egress.dispose()
  })

  it('calls back what has no answer yet when local-only is switched on', async () => {
    await server.stop()
    const arrivedAt = Promise.withResolvers<void>()
    const silent = createServer((_request, _response) => arrivedAt.resolve())
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    let config: object = { hostedHosts: ['127.0.0.1'] }
    let changed = (): void => undefined
    const egress = door(
      {
        settings: () => ConfigSchema.parse(config),
        onSettings: (listener) => {
          changed = listener
          return () => undefined
        },
      },
      config,
    )
    const refused = expect(
      egress.request(request(`http://127.0.0.1:${port}/`, { timeouts: { connectMs: 5_000, firstByteMs: 60_000, idleMs: 5_000 } })),
    ).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    await arrivedAt.promise
    config = { ...config, budgetUsdPerDay: 2 }
    changed()
    config = { ...config, privacyMode: 'local-only' }
    changed()
    await refused
    expect(await storage.ledger.list({ limit: 10 })).toMatchObject([
      { kind: 'outcome', reason: 'NO_RESPONSE' },
      { kind: 'request', verdict: 'allowed' },
    ])
    await egress.dispose()
    silent.closeAllConnections()
    await new Promise((resolve) => silent.close(resolve))
    server = await listen(() => ({}))
  })

  it('says that local-only keeps it from a service, and records it', async () => {
    const egress = door({}, { hostedHosts: ['127.0.0.1'], privacyMode: 'local-only' })
    await expect(egress.request(request(`http://127.0.0.1:${server.port}/`))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(await storage.ledger.list({ limit: 10 })).toMatchObject([{ verdict: 'refused', reason: 'LOCAL_ONLY_MODE', payload: null }])
    expect(server.seen).toHaveLength(0)
    await egress.dispose()
  })

  it('writes one chain when many send at once, each entry before its bytes arrive', async () => {
    const early: string[] = []
    await server.stop()
    const sent = new Set<string>()
    server = await listen(() => {
      const body = server.seen.at(-1)?.body ?? ''
      if (!sent.has(body)) early.push(body)
      return {}
    })
    const egress = door(
      {
        ledger: {
          async append(entry) {
            const appended = await storage.ledger.append(entry)
            if (entry.payload !== null) sent.add(entry.payload)
            return appended
          },
        },
      },
      { hostedHosts: ['127.0.0.1'] },
    )
    const seen = server.seen
    await Promise.all(
      Array.from({ length: 60 }, async (_request, index) => {
        const body = JSON.stringify({ n: index })
        await (await egress.request(request(`http://127.0.0.1:${server.port}/`, { body }))).text()
      }),
    )
    expect(early).toEqual([])
    expect(seen).toHaveLength(60)
    expect(await storage.ledger.verify()).toMatchObject({ ok: true, entries: 120 })
    const requests = (await storage.ledger.list({ limit: 200 })).filter(({ kind }) => kind === 'request')
    expect(new Set(requests.map(({ payload }) => payload))).toEqual(new Set(seen.map(({ body }) => body)))
    await egress.dispose()
  })
})
