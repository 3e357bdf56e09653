import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY, type Label, type Policy, type Route } from '#contracts/privacy.ts'
import { type GuardInput, type GuardTools, judge } from './guard.ts'
import type { EgressRequest } from './types.ts'

const both = (label: Label) => ({ whole: label, spans: label })
const tools: GuardTools = {
  labelsOf: async (text) =>
    both(text.includes('SECRET') ? 'restricted' : text.includes('@') ? 'confidential' : text.includes('INTERNAL') ? 'internal' : 'public'),
  findOriginals: (text, vault) => vault.filter(({ original }) => text.includes(original)),
  overlapsRestricted: async (text) => text.includes('OVERLAP'),
  keys: async () => ['other-key-987654'],
}

function request(overrides: Partial<EgressRequest> & { route?: Route; label?: Label; vaultId?: string | null } = {}): EgressRequest {
  const { route = 'hosted', label = 'public', vaultId = null, ...rest } = overrides
  return {
    method: 'POST',
    url: 'https://api.example.com/v1/run',
    headers: { 'content-type': 'application/json' },
    credentials: { authorization: 'Bearer key-1234567890' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Write a poem about tides.' }] }),
    context: {
      purpose: 'generate',
      provider: 'p',
      jobId: 'job_1',
      generationId: 'gen_1',
      attemptId: 'att_1',
      decision: { id: 'dec_1', route, label },
      vaultId,
    },
    signal: new AbortController().signal,
    timeouts: { connectMs: 1, firstByteMs: 1, idleMs: 1 },
    ...rest,
  }
}

async function verdict(req: EgressRequest, rest: Partial<GuardInput> = {}): Promise<string> {
  const result = await judge(
    { request: req, policy: DEFAULT_POLICY as unknown as Policy, privacyMode: 'balanced', vault: [], loopback: false, ...rest },
    tools,
  )
  return result.allowed ? 'allowed' : result.reason
}

const body = (content: string): string => JSON.stringify({ messages: [{ role: 'user', content }] })
const vault = [{ type: 'EMAIL_ADDRESS', original: 'ann@real.example', surrogate: 'kim@stand.example' }]

describe('egress guard', () => {
  it('lets public text leave on the hosted route', async () => {
    expect(await verdict(request())).toBe('allowed')
  })

  it('refuses everything in local-only mode, probes too', async () => {
    expect(await verdict(request(), { privacyMode: 'local-only' })).toBe('LOCAL_ONLY_MODE')
  })

  it('lets nothing out to be embedded, whatever its label and its decision', async () => {
    for (const label of ['public', 'restricted'] as const) {
      const { context, ...rest } = request({ label })
      expect(await verdict({ ...rest, context: { ...context, purpose: 'embed' } })).toBe('EMBEDDING_IS_LOCAL')
      expect(await verdict({ ...rest, context: { ...context, purpose: 'embed', decision: null } })).toBe('EMBEDDING_IS_LOCAL')
    }
  })

  it('lets a question for new versions of the app out only bare, and not in local-only mode', async () => {
    const { context, ...rest } = request({ url: 'https://updates.example.com/stable.json' })
    const { body: _body, ...bare } = { ...rest, method: 'GET' as const }
    const update = { ...context, purpose: 'update' as const, decision: null, vaultId: null }
    expect(await verdict({ ...bare, context: update })).toBe('allowed')
    expect(await verdict({ ...bare, context: update }, { privacyMode: 'local-only' })).toBe('LOCAL_ONLY_MODE')
    expect(await verdict({ ...bare, url: 'http://updates.example.com/stable.json', context: update })).toBe('PLAIN_HTTP')
    expect(await verdict({ ...bare, method: 'POST', context: update })).toBe('PROBE_CARRIES_DATA')
    expect(await verdict({ ...bare, body: 'about this machine', context: update })).toBe('PROBE_CARRIES_DATA')
    expect(await verdict({ ...bare, url: 'https://updates.example.com/stable.json?of=SECRET', context: update })).toBe('PAYLOAD_NOT_PUBLIC')
  })

  it('lets log lines and metrics out where what is public may go, and nothing else with them', async () => {
    const { context, ...rest } = request({ url: 'https://otlp.example.com/v1/logs' })
    const telemetry = (value: string): EgressRequest => ({
      ...rest,
      context: { ...context, purpose: 'telemetry', decision: null },
      body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: value } }] }] }] }),
    })
    expect(await verdict(telemetry('job.abandoned'))).toBe('allowed')
    expect(await verdict(telemetry('job.abandoned'), { privacyMode: 'local-only' })).toBe('LOCAL_ONLY_MODE')
    expect(await verdict({ ...telemetry('job.abandoned'), url: 'http://otlp.example.com/v1/logs' })).toBe('PLAIN_HTTP')
    expect(await verdict({ ...telemetry('job.abandoned'), context: { ...context, purpose: 'telemetry' } })).toBe('POLICY_FORBIDS_ROUTE')
    const nothingLeaves = { ...(DEFAULT_POLICY as unknown as Policy), allowed: { ...DEFAULT_POLICY.allowed, public: ['local' as const] } }
    expect(await verdict(telemetry('job.abandoned'), { policy: nothingLeaves as unknown as Policy })).toBe('POLICY_FORBIDS_ROUTE')
    for (const value of ['ann@real.example', 'SECRET', 'INTERNAL'])
      expect(await verdict(telemetry(value)), value).toBe('PAYLOAD_NOT_PUBLIC')
    expect(await verdict(telemetry('OVERLAP'))).toBe('RESTRICTED_OVERLAP')
    expect(await verdict(telemetry('other-key-987654'))).toBe('CREDENTIAL_IN_PAYLOAD')
  })

  it('refuses plain http to another machine', async () => {
    expect(await verdict(request({ url: 'http://api.example.com/v1/run' }))).toBe('PLAIN_HTTP')
    expect(await verdict(request({ url: 'http://127.0.0.1:9/v1/run' }), { loopback: true })).toBe('allowed')
  })

  it('refuses text without a decision, or with one for the local route', async () => {
    const bare = request()
    expect(await verdict({ ...bare, context: { ...bare.context, decision: null } })).toBe('NO_DECISION')
    expect(await verdict(request({ route: 'local' }))).toBe('ROUTE_IS_LOCAL')
  })

  it.each<[Route, Label, string]>([
    ['hosted', 'internal', 'POLICY_FORBIDS_ROUTE'],
    ['hosted', 'confidential', 'POLICY_FORBIDS_ROUTE'],
    ['hosted', 'restricted', 'POLICY_FORBIDS_ROUTE'],
    ['hybrid', 'restricted', 'POLICY_FORBIDS_ROUTE'],
  ])('refuses %s for %s, whatever the decision says', async (route, label, reason) => {
    expect(await verdict(request({ route, label, vaultId: 'vlt_1' }))).toBe(reason)
  })

  it('does not believe a looser workspace policy', async () => {
    const loose: Policy = {
      allowed: { public: ['hosted'], internal: ['hosted'], confidential: ['hosted'], restricted: ['hosted', 'hybrid'] },
    }
    expect(await verdict(request({ label: 'restricted' }), { policy: loose })).toBe('POLICY_FORBIDS_ROUTE')
  })

  it('scans the final bytes: body, URL, headers, nested and escaped strings', async () => {
    expect(await verdict(request({ body: body('SECRET') }))).toBe('PAYLOAD_NOT_PUBLIC')
    expect(await verdict(request({ body: '{"a":{"b":["x","S\\u0045CRET"]}}' }))).toBe('PAYLOAD_NOT_PUBLIC')
    expect(await verdict(request({ body: '{"SECRET":1}' }))).toBe('PAYLOAD_NOT_PUBLIC')
    expect(await verdict(request({ body: 'not json but SECRET' }))).toBe('PAYLOAD_NOT_PUBLIC')
    expect(await verdict(request({ url: 'https://api.example.com/v1/run?q=%53ECRET' }))).toBe('PAYLOAD_NOT_PUBLIC')
    expect(await verdict(request({ url: 'https://api.example.com/%zz/%53ECRET' }))).toBe('PAYLOAD_NOT_PUBLIC')
    expect(await verdict(request({ url: 'https://api.example.com/run#SECRET' }))).toBe('PAYLOAD_NOT_PUBLIC')
    expect(await verdict(request({ headers: { 'content-type': 'application/json', 'user-agent': 'SECRET' } }))).toBe('PAYLOAD_NOT_PUBLIC')
  })

  it('does not take fields for one statement that nobody made, and takes each at its word', async () => {
    // What stands in it is public; only read as one it says something of a person.
    const reader = (isPersonal: (text: string) => boolean): GuardTools => ({
      ...tools,
      labelsOf: async (text) => ({ whole: isPersonal(text) ? 'confidential' : 'public', spans: 'public' }),
    })
    const judged = async (guard: GuardTools) => {
      const messages = [
        { role: 'system', content: 'Write of money.' },
        { role: 'user', content: 'Ann has ten coins.' },
      ]
      const given = {
        request: request({ body: JSON.stringify({ messages }) }),
        policy: DEFAULT_POLICY as unknown as Policy,
        privacyMode: 'balanced',
        vault: [],
        loopback: false,
      } as const
      const result = await judge(given, guard)
      return result.allowed ? 'allowed' : result.reason
    }
    expect(await judged(reader((text) => text.includes('money') && text.includes('Ann')))).toBe('allowed')
    expect(await judged(reader((text) => text.includes('Ann has ten coins')))).toBe('PAYLOAD_NOT_PUBLIC')
    const found: GuardTools = {
      ...tools,
      labelsOf: async (text) => ({
        whole: 'confidential',
        spans: text.includes('money') && text.includes('Ann') ? 'confidential' : 'public',
      }),
    }
    expect(await judged(found)).toBe('PAYLOAD_NOT_PUBLIC')
  })

  it('treats a text that cannot be classified as restricted', async () => {
    const failing: GuardTools = { ...tools, labelsOf: () => Promise.reject(new Error('classifier broke')) }
    const result = await judge(
      { request: request(), policy: DEFAULT_POLICY as unknown as Policy, privacyMode: 'balanced', vault: [], loopback: false },
      failing,
    )
    expect(result).toEqual({ allowed: false, label: 'restricted', reason: 'PAYLOAD_NOT_PUBLIC' })
  })

  it('lets surrogates leave on the hybrid route, but nothing that was not masked', async () => {
    const hybrid = { route: 'hybrid', label: 'confidential', vaultId: 'vlt_1' } as const
    expect(await verdict(request({ ...hybrid, body: body('Reply to kim@stand.example') }), { vault })).toBe('allowed')
    expect(await verdict(request({ ...hybrid, body: body('Reply to kim@stand.example and bob@missed.example') }), { vault })).toBe(
      'PAYLOAD_NOT_MASKED',
    )
    expect(await verdict(request({ ...hybrid, body: body('Reply to ann@real.example') }), { vault })).toBe('VAULT_VALUE_IN_PAYLOAD')
    expect(await verdict(request({ ...hybrid, vaultId: null }), { vault: [] })).toBe('HYBRID_WITHOUT_VAULT')
  })

  it('refuses a payload that holds the key it is sent with', async () => {
    expect(await verdict(request({ body: body('my key is key-1234567890') }))).toBe('CREDENTIAL_IN_PAYLOAD')
    expect(await verdict(request({ url: 'https://api.example.com/?k=key-1234567890' }))).toBe('CREDENTIAL_IN_PAYLOAD')
  })

  it('lets a probe through only without a body', async () => {
    const probe = request({ method: 'GET' })
    const { body: _body, ...empty } = probe
    const context = { ...probe.context, purpose: 'health', decision: null } as const
    expect(await verdict({ ...empty, context })).toBe('allowed')
    expect(await verdict({ ...probe, method: 'POST', context })).toBe('PROBE_CARRIES_DATA')
    expect(await verdict({ ...empty, url: 'https://api.example.com/?u=SECRET', context })).toBe('PAYLOAD_NOT_PUBLIC')
  })

  it('blanks a surrogate only where it stands by itself', async () => {
    const ages = ['12', '45', '53', '78'].map((surrogate) => ({ type: 'AGE', original: '33', surrogate }))
    const seen: string[] = []
    const noting: GuardTools = {
      ...tools,
      findOriginals: () => [],
      labelsOf: async (text) => {
        seen.push(text)
        return both('public')
      },
    }
    const content = 'He is 45, she is 12. Card 4539578763621486, also 4539 5787 6362 1486, number 536-12-8745, x12, 12a.'
    await judge(
      {
        request: request({ route: 'hybrid', label: 'confidential', vaultId: 'v', body: body(content) }),
        policy: DEFAULT_POLICY as unknown as Policy,
        privacyMode: 'balanced',
        vault: ages,
        loopback: false,
      },
      noting,
    )
    expect(seen.join('\n')).toContain('He is  , she is  . Card 4539578763621486, also 4539 5787 6362 1486, number 536-12-8745, x12, 12a.')
  })

  it('reads a body token by token: fields of the same name, and numbers', async () => {
    expect(await verdict(request({ body: '{"note":"SECRET","note":"harmless"}' }))).toBe('PAYLOAD_NOT_PUBLIC')
    const seen: string[] = []
    const noting: GuardTools = {
      ...tools,
      labelsOf: async (text) => {
        seen.push(text)
        return both('public')
      },
    }
    await judge(
      {
        request: request({ body: '{"card":4539578763621486,"max_tokens":512,"deep":[{"n":-12345678.5}]}' }),
        policy: DEFAULT_POLICY as unknown as Policy,
        privacyMode: 'balanced',
        vault: [],
        loopback: false,
      },
      noting,
    )
    expect(seen.join('\n')).toContain('4539578763621486')
    expect(seen.join('\n')).toContain('-12345678.5')
    expect(seen.join('\n')).not.toContain('512')
  })

  it('refuses the keys of other providers as well', async () => {
    expect(await verdict(request({ body: body('the other key is other-key-987654') }))).toBe('CREDENTIAL_IN_PAYLOAD')
  })

  it('is not held up by a word that a local server was given as its key', async () => {
    const wordy: GuardTools = { ...tools, keys: async () => ['ollama', 'not-needed', 'sk-no-key-required'] }
    const result = await judge(
      {
        request: request({ body: body('Install ollama; a key is not-needed, or say sk-no-key-required.') }),
        policy: DEFAULT_POLICY as unknown as Policy,
        privacyMode: 'balanced',
        vault: [],
        loopback: false,
      },
      wordy,
    )
    expect(result.allowed).toBe(true)
  })

  it('refuses a long run of a restricted source, whatever the label says', async () => {
    expect(await verdict(request({ body: body('OVERLAP') }))).toBe('RESTRICTED_OVERLAP')
    const hybrid = { route: 'hybrid', label: 'internal', vaultId: 'vlt_1' } as const
    expect(await verdict(request({ ...hybrid, body: body('OVERLAP') }), { vault })).toBe('RESTRICTED_OVERLAP')
  })

  it.each<[string, Partial<EgressRequest>]>([
    ['a compressed body', { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }],
    ['a chunked body', { headers: { 'content-type': 'application/json', 'Transfer-Encoding': 'chunked' } }],
    ['trailers', { headers: { 'content-type': 'application/json', trailer: 'x-note' } }],
    ['a body of several parts', { headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a body in another character set', { headers: { 'content-type': 'application/json; charset=utf-16' } }],
    ['a body of no kind', { headers: {} }],
    ['a host of its own', { headers: { 'content-type': 'application/json', host: 'elsewhere.example' } }],
    ['an upgrade', { headers: { 'content-type': 'application/json', connection: 'upgrade', upgrade: 'websocket' } }],
    ['an early answer', { headers: { 'content-type': 'application/json', expect: '100-continue' } }],
    ['a header with a line of its own', { headers: { 'content-type': 'application/json', accept: 'a\r\nx-more: 1' } }],
    ['one header twice', { headers: { 'content-type': 'application/json', 'Content-Type': 'application/json' } }],
    ['another way to carry a key', { credentials: { cookie: 'session=1' } }],
    ['a key with a line of its own', { credentials: { authorization: 'Bearer k\nx: y' } }],
    ['a stream as its body', { body: new ReadableStream() as unknown as string }],
    ['bytes as its body', { body: Buffer.from('{}') as unknown as string }],
  ])('refuses a request that it could not read to its end: %s', async (_what, overrides) => {
    expect(await verdict(request(overrides))).toBe('REQUEST_NOT_READABLE')
  })

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"', 'application/vnd.api+json'])(
    'reads a body of type %s',
    async (type) => {
      expect(await verdict(request({ headers: { 'Content-Type': type } }))).toBe('allowed')
    },
  )
})
