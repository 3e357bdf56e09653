import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { ConfigSchema } from '#contracts/config.ts'
import type { EgressDeps } from './door.ts'
import { both, doorUnderTest, GUARD, listen, request } from './door-under-test.ts'
import type { EgressRequest } from './types.ts'

const at = doorUnderTest()

describe('egress door, when something changes while a request is judged', () => {
  it('sends nothing when the workspace got another rule while the text was checked', async () => {
    let rules: readonly object[] = []
    const guard = {
      ...GUARD,
      labelsOf: async () => {
        rules = [{ kind: 'word', text: 'hello' }]
        return both('public')
      },
    }
    const egress = at.door({ guard, rules: async () => rules }, { hostedHosts: [`127.0.0.1:${at.server.port}`] })
    await expect(egress.request(request(`http://127.0.0.1:${at.server.port}/x`))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(at.server.seen).toEqual([])
    expect((await at.storage.ledger.list({ limit: 10 })).map(({ reason }) => reason)).toEqual(['NOT_SENT', null])
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
    const egress = at.door({ guard, settings: () => ConfigSchema.parse(config) })
    await expect(egress.request(request(`http://127.0.0.1:${at.server.port}/`))).rejects.toMatchObject({ code: 'EGRESS_REFUSED' })
    expect(at.server.seen).toHaveLength(0)
    const [outcome, sent] = await at.storage.ledger.list({ limit: 10 })
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
    const egress = at.door({ guard }, { hostedHosts: ['127.0.0.1'] })
    await expect(egress.request(request(`http://127.0.0.1:${at.server.port}/`, { signal: stop.signal }))).rejects.toThrow()
    expect(await at.storage.ledger.list({ limit: 10 })).toEqual([])
    expect(at.server.seen).toHaveLength(0)
    await egress.dispose()
  })

  it('says in the ledger that nothing was sent when it was stopped after its entry', async () => {
    const stop = new AbortController()
    const egress = at.door(
      {
        ledger: {
          ...at.storage.ledger,
          async append(entry) {
            const appended = await at.storage.ledger.append(entry)
            stop.abort()
            return appended
          },
        },
      },
      { hostedHosts: ['127.0.0.1'] },
    )
    await expect(egress.request(request(`http://127.0.0.1:${at.server.port}/`, { signal: stop.signal }))).rejects.toThrow()
    expect(await at.storage.ledger.list({ limit: 10 })).toMatchObject([{ kind: 'outcome', reason: 'NOT_SENT' }, { kind: 'request' }])
    expect(at.server.seen).toHaveLength(0)
    await egress.dispose()
  })

  it('sends what was judged, whatever the caller does to it meanwhile', async () => {
    const given = request(`http://127.0.0.1:${at.server.port}/judged`) as {
      url: string
      body: string
      headers: Record<string, string>
    } & EgressRequest
    const guard: EgressDeps['guard'] = {
      ...GUARD,
      async labelsOf() {
        given.headers['x-late'] = 'SECRET'
        given.body = '{"text":"SECRET"}'
        given.url = `http://127.0.0.1:${at.server.port}/SECRET`
        return both('public')
      },
    }
    const egress = at.door({ guard }, { hostedHosts: ['127.0.0.1'] })
    await (await egress.request(given)).text()
    expect(at.server.seen).toMatchObject([{ url: '/judged', body: '{"text":"hello"}' }])
    expect(JSON.stringify(at.server.seen)).not.toContain('SECRET')
    await egress.dispose()
  })

  it('calls back what has no answer yet when local-only is switched on', async () => {
    await at.server.stop()
    const arrivedAt = Promise.withResolvers<void>()
    const silent = createServer((_request, _response) => arrivedAt.resolve())
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    let config: object = { hostedHosts: ['127.0.0.1'] }
    let changed = (): void => undefined
    const egress = at.door(
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
    expect(await at.storage.ledger.list({ limit: 10 })).toMatchObject([
      { kind: 'outcome', reason: 'NO_RESPONSE' },
      { kind: 'request', verdict: 'allowed' },
    ])
    await egress.dispose()
    silent.closeAllConnections()
    await new Promise((resolve) => silent.close(resolve))
    at.server = await listen(() => ({}))
  })
})
