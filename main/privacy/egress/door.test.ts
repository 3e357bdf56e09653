import { describe, expect, it } from 'vitest'
import { silentLog } from '../../telemetry/index.ts'
import { doorUnderTest, listen, request } from './door-under-test.ts'

const at = doorUnderTest()

describe('egress door', () => {
  it('writes nothing to the ledger for a loopback address', async () => {
    const egress = at.door()
    const response = await egress.request(request(`http://127.0.0.1:${at.server.port}/x`))
    expect(await response.text()).toBe('ok')
    expect(response).toMatchObject({ locality: 'local', ledgerSeq: null })
    expect(await at.storage.ledger.list({ limit: 10 })).toHaveLength(0)
    await egress.dispose()
  })

  it('records what leaves for a hosted address before it connects, and the outcome after, never the key', async () => {
    const egress = at.door({}, { hostedHosts: [`127.0.0.1:${at.server.port}`] })
    const response = await egress.request(request(`http://127.0.0.1:${at.server.port}/x?a=1`))
    expect(await response.text()).toBe('ok')
    const [outcome, sent] = await at.storage.ledger.list({ limit: 10 })
    expect(sent).toMatchObject({
      kind: 'request',
      verdict: 'allowed',
      payload: '{"text":"hello"}',
      destination: `http://127.0.0.1:${at.server.port}`,
    })
    expect(sent?.bytesOut).toBeGreaterThan('{"text":"hello"}'.length)
    expect(outcome).toMatchObject({ kind: 'outcome', requestSeq: sent?.seq, status: 200, bytesIn: 2 })
    expect(JSON.stringify([sent, outcome])).not.toContain('planted-key')
    expect(await at.storage.ledger.verify()).toMatchObject({ ok: true, entries: 2 })
    await egress.dispose()
  })

  it('refuses, records the refusal, and never connects', async () => {
    const egress = at.door({}, { hostedHosts: ['127.0.0.1'] })
    await expect(egress.request(request(`http://127.0.0.1:${at.server.port}/`, { body: '{"t":"SECRET"}' }))).rejects.toMatchObject({
      code: 'EGRESS_REFUSED',
    })
    expect(at.server.seen).toHaveLength(0)
    const [entry] = await at.storage.ledger.list({ limit: 10 })
    expect(entry).toMatchObject({ verdict: 'refused', reason: 'PAYLOAD_NOT_PUBLIC', payload: null, bytesOut: 0 })
    await egress.dispose()
  })

  it('does not connect when the ledger cannot be written', async () => {
    const ledger = { ...at.storage.ledger, append: () => Promise.reject(new Error('disk full')) }
    const egress = at.door({ ledger }, { hostedHosts: ['127.0.0.1'] })
    await expect(egress.request(request(`http://127.0.0.1:${at.server.port}/`))).rejects.toThrow('disk full')
    expect(at.server.seen).toHaveLength(0)
    await egress.dispose()
  })

  it('judges a name by what it resolves to, once, and connects to that address only', async () => {
    const answers = [['203.0.113.7'], ['127.0.0.1']]
    const egress = at.door({ resolve: async () => answers.shift() ?? [] })
    // The first answer is far away: plain http is refused there, and the second answer is not asked for within one request.
    await expect(egress.request(request(`http://rebind.example:${at.server.port}/`))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(answers).toHaveLength(1)
    expect(at.server.seen).toHaveLength(0)
    await egress.dispose()
  })

  it('pins a name that resolves to loopback', async () => {
    const egress = at.door({ resolve: async () => ['127.0.0.1'] })
    const response = await egress.request(request(`http://model.example:${at.server.port}/y`))
    expect(response.locality).toBe('local')
    expect(await response.text()).toBe('ok')
    expect(at.server.seen[0]?.url).toBe('/y')
    await egress.dispose()
  })

  it('counts a mixed answer as hosted, and never connects to link-local addresses', async () => {
    const mixed = at.door({ resolve: async () => ['127.0.0.1', '203.0.113.7'] })
    expect(await mixed.localityOf('http://mixed.example/')).toBe('hosted')
    const metadata = at.door({ resolve: async () => ['169.254.169.254'] }, { trustedHosts: ['meta.example'] })
    await expect(metadata.request(request('http://meta.example/'))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    await Promise.all([mixed.dispose(), metadata.dispose()])
  })

  it('a trusted name that leads into the open is hosted', async () => {
    const egress = at.door({ resolve: async () => ['203.0.113.9'] }, { trustedHosts: ['nas.lan'] })
    expect(await egress.localityOf('http://nas.lan:8080/v1')).toBe('hosted')
    await expect(egress.request(request('http://nas.lan:8080/v1'))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(await at.storage.ledger.list({ limit: 10 })).toMatchObject([{ verdict: 'refused', reason: 'PLAIN_HTTP' }])
    await egress.dispose()
  })

  it('outlives an outcome that cannot be recorded for a body that nobody reads', async () => {
    await at.server.stop()
    at.server = await listen(() => ({ body: null }))
    const failed = Promise.withResolvers<string>()
    const egress = at.door(
      {
        log: {
          ...silentLog,
          error(event) {
            failed.resolve(event)
            return 'err_1'
          },
        },
        ledger: {
          ...at.storage.ledger,
          append: (entry) => (entry.kind === 'outcome' ? Promise.reject(new Error('disk full')) : at.storage.ledger.append(entry)),
        },
      },
      { hostedHosts: ['127.0.0.1'] },
    )
    await egress.request(request(`http://127.0.0.1:${at.server.port}/`))
    await at.server.stop()
    expect(await failed.promise).toBe('egress.outcome_not_recorded')
    await egress.dispose()
  })

  it('does not follow a redirect', async () => {
    const other = await listen(() => ({}))
    const redirecting = await listen(() => ({ status: 307, headers: { location: `http://127.0.0.1:${other.port}/` } }))
    const egress = at.door()
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
    const egress = at.door()
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
    const egress = at.door()
    const response = await egress.request(request(`http://127.0.0.1:${silent.port}/`))
    await expect(response.text()).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT' })
    await egress.dispose()
    await silent.stop()
  })

  it('says what to do when nobody listens, and records for a hosted address that nothing was sent', async () => {
    const { port } = at.server
    await at.server.stop()
    const egress = at.door({}, { hostedHosts: ['127.0.0.1'] })
    await expect(egress.request(request(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({ code: 'PROVIDER_NETWORK' })
    const [outcome] = await at.storage.ledger.list({ limit: 1 })
    expect(outcome).toMatchObject({ kind: 'outcome', reason: 'NOT_SENT', status: null })
    expect(await at.storage.ledger.search({ limit: 1 })).toMatchObject([{ end: 'not-sent', bytesOut: 0 }])
    await egress.dispose()
    at.server = await listen(() => ({}))
  })

  it.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'http://user:pw@127.0.0.1/', 'nonsense'])('refuses the address %s', async (url) => {
    const egress = at.door()
    await expect(egress.request(request(url))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(await egress.localityOf(url)).toBe('hosted')
    await egress.dispose()
  })

  it('says that local-only keeps it from a service, and records it', async () => {
    const egress = at.door({}, { hostedHosts: ['127.0.0.1'], privacyMode: 'local-only' })
    await expect(egress.request(request(`http://127.0.0.1:${at.server.port}/`))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(await at.storage.ledger.list({ limit: 10 })).toMatchObject([{ verdict: 'refused', reason: 'LOCAL_ONLY_MODE', payload: null }])
    expect(at.server.seen).toHaveLength(0)
    await egress.dispose()
  })

  it('writes one chain when many send at once, each entry before its bytes arrive', async () => {
    const early: string[] = []
    await at.server.stop()
    const sent = new Set<string>()
    at.server = await listen(() => {
      const body = at.server.seen.at(-1)?.body ?? ''
      if (!sent.has(body)) early.push(body)
      return {}
    })
    const egress = at.door(
      {
        ledger: {
          async append(entry) {
            const appended = await at.storage.ledger.append(entry)
            if (entry.payload !== null) sent.add(entry.payload)
            return appended
          },
        },
      },
      { hostedHosts: ['127.0.0.1'] },
    )
    const seen = at.server.seen
    await Promise.all(
      Array.from({ length: 60 }, async (_request, index) => {
        const body = JSON.stringify({ n: index })
        await (await egress.request(request(`http://127.0.0.1:${at.server.port}/`, { body }))).text()
      }),
    )
    expect(early).toEqual([])
    expect(seen).toHaveLength(60)
    expect(await at.storage.ledger.verify()).toMatchObject({ ok: true, entries: 120 })
    const requests = (await at.storage.ledger.list({ limit: 200 })).filter(({ kind }) => kind === 'request')
    expect(new Set(requests.map(({ payload }) => payload))).toEqual(new Set(seen.map(({ body }) => body)))
    await egress.dispose()
  })
})
