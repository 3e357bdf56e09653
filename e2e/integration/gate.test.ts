import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import type { Generation } from '#contracts/generation.ts'
import { type Fault, type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const PLANTED = 'AKIAQ7ZP4MNX2RT6WBYE'
const PUBLIC = 'Write a two-sentence invitation to the public book club on Saturday at the town library.'
const PERSONAL = 'Draft a reply to Margaret Ellison (margaret.ellison@northfield.example, +1 415 555 0134) about moving her appointment.'

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp

async function start(): Promise<void> {
  hosted = await startLangbaseServer({ key: 'hosted-key-9f8e7d6c' })
  local = await startOpenAiServer({})
  test = await startTestApp(twoProviders({ hosted, local }), { hosted: 'hosted-key-9f8e7d6c' })
}

afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
})

/** Everything that reached the hosted server, as one text: method, path, headers (but the key's own), body. */
function reached(): string {
  return hosted.requests
    .map(({ method, path, headers, body }) => JSON.stringify({ method, path, headers: { ...headers, authorization: '' }, body }))
    .join('\n')
}

/** Each request at the hosted server has its allowed entry in the ledger, with the same bytes, and the chain holds. */
async function expectLedgerToTellAll(): Promise<void> {
  const entries = await test.app.storage.ledger.list({ limit: 500 })
  const sent = entries.filter(({ kind, verdict }) => kind === 'request' && verdict === 'allowed')
  expect(sent.map(({ method, payload }) => `${method} ${payload ?? ''}`).sort()).toEqual(
    hosted.requests.map(({ method, body }) => `${method} ${body}`).sort(),
  )
  expect(await test.app.storage.ledger.verify()).toMatchObject({ ok: true })
}

describe('a generation through the whole gate', () => {
  it('streams on the local route, and nothing leaves', async () => {
    await start()
    const generation = await test.run({ prompt: PUBLIC, options: { route: 'local' } })
    expect(generation).toMatchObject({ state: 'succeeded', engine: 'test-model (local model)', egress: [] })
    expect(generation.text).toContain('book club')
    expect(hosted.requests).toHaveLength(0)
    await expectLedgerToTellAll()
  })

  it('streams on the hosted route, and the ledger shows each request', async () => {
    await start()
    const generation = await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
    expect(generation).toMatchObject({ state: 'succeeded', engine: 'test-pipe (hosted model)' })
    expect(generation.text).toContain('book club')
    expect(generation.costUsd).toBeGreaterThan(0)
    expect(generation.egress.filter(({ kind }) => kind === 'request')).toHaveLength(1)
    expect(hosted.requests).toHaveLength(1)
    expect(local.requests.filter(({ method }) => method === 'POST')).toHaveLength(0)
    await expectLedgerToTellAll()
  })

  it('sends only masked text on the hybrid route, and puts the originals back', async () => {
    await start()
    const generation = await test.run({ prompt: PERSONAL, options: { route: 'hybrid' } })
    expect(generation.state).toBe('succeeded')
    expect(generation.text).toContain('margaret.ellison@northfield.example')
    expect(generation.text).toContain('Margaret Ellison')
    expect(generation.unresolvedSurrogates).toEqual([])
    expect(hosted.requests).toHaveLength(1)
    for (const original of ['margaret', 'ellison', 'northfield', '415 555 0134', '4155550134'])
      expect(reached().toLowerCase()).not.toContain(original)
    await expectLedgerToTellAll()
  })

  it.each(['local', 'hosted', 'hybrid', undefined] as const)('never lets a planted secret arrive (route %s)', async (route) => {
    await start()
    const faults: (Fault | null)[] = [
      null,
      { type: 'rate-limited', retryAfter: '0' },
      { type: 'server-error' },
      { type: 'reset-before-answer' },
    ]
    for (const fault of faults) {
      hosted.setFault(fault)
      for (const [index, text] of [
        `key ${PLANTED}`,
        `k\u200Bey AKIAQ7ZP4\u200BMNX2RT6WBYE`,
        `see https://x.example/?aws=${PLANTED}`,
      ].entries()) {
        const asPrompt = await test.run({ prompt: `Explain this: ${text}`, ...(route === undefined ? {} : { options: { route } }) })
        expect(['succeeded', 'blocked']).toContain(asPrompt.state)
        const asSource = await test.run({
          prompt: 'Summarise the attached note.',
          sources: [{ name: `note-${index}.txt`, text: `The door is green. ${text}. The server rack was moved to the second floor.` }],
          ...(route === undefined ? {} : { options: { route } }),
        })
        expect(asSource.decision?.label).toBe('restricted')
      }
    }
    expect(hosted.requests).toHaveLength(0)
    await expectLedgerToTellAll()
  })

  it('blocks a pin that the policy forbids, and says so', async () => {
    await start()
    const generation = await test.run({ prompt: PERSONAL, options: { route: 'hosted' } })
    expect(generation).toMatchObject({ state: 'blocked', error: { code: 'POLICY_FORBIDS_ROUTE' }, attempts: [] })
    expect(hosted.requests).toHaveLength(0)
  })

  it('retries what can be retried, each time through the guard', async () => {
    await start()
    hosted.setFault({ type: 'server-error', times: 2 })
    const generation = await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
    expect(generation.state).toBe('succeeded')
    expect(hosted.requests).toHaveLength(3)
    await expectLedgerToTellAll()
  })

  it('waits with a time when the pinned service is down, and keeps the prompt', async () => {
    await start()
    hosted.setFault({ type: 'html-502' })
    const generation = await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
    expect(generation).toMatchObject({ state: 'deferred', prompt: PUBLIC, error: { code: 'PROVIDER_UNAVAILABLE' } })
    expect(generation.retryAt).toBeGreaterThan(Date.now())
    expect(generation.attempts[0]).toMatchObject({ state: 'failed', resends: 2, mayBeCharged: false })
    expect(local.requests.filter(({ method }) => method === 'POST')).toHaveLength(0)
    await expectLedgerToTellAll()
  })

  it.each([
    ['hosted', 'coastal-engineering.md'],
    ['hybrid', 'coastal-engineering.md'],
    ['hybrid', 'launch-plan.md'],
    ['hybrid', 'board-notes.md'],
  ] as const)('does not take ordinary prose for something disguised (%s, %s)', async (route, name) => {
    await start()
    hosted.setReply('Done.')
    const text = readFileSync(new URL(`../../resources/sample/${name}`, import.meta.url), 'utf8')
    const generation = await test.run({
      prompt: 'Write a short overview.',
      sources: [{ name, text }],
      options: { route, strategy: 'mask' },
    })
    expect(generation).toMatchObject({ state: 'succeeded', text: 'Done.' })
  })

  it('keeps what was written when a stream breaks', async () => {
    await start()
    hosted.setFault({ type: 'truncate', afterFrames: 6 })
    const generation = await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
    expect(generation).toMatchObject({ state: 'failed', error: { code: 'STREAM_TRUNCATED' } })
    expect(generation.text.length).toBeGreaterThan(0)
    expect(generation.attempts[0]).toMatchObject({ state: 'failed', error: { code: 'STREAM_TRUNCATED' } })
    await expectLedgerToTellAll()
  })

  it('stops on cancel, closes the hosted socket, and keeps the text so far', async () => {
    await start()
    hosted.setFault({ type: 'endless' })
    const { id } = await test.app.generations.start({ prompt: PUBLIC, sources: [], options: { route: 'hosted' } })
    let cancelledAt = 0
    let ended: Generation | null = null
    for await (const event of test.app.generations.watch(id)) {
      if (event.type === 'text' && cancelledAt === 0) {
        cancelledAt = performance.now()
        expect(await test.app.generations.cancel(id)).toBe(true)
      }
      if (event.type === 'done') ended = event.generation
    }
    expect(ended?.state).toBe('cancelled')
    expect(ended?.text.length).toBeGreaterThan(0)
    expect((await hosted.waitForClose(0)).closedEarly).toBe(true)
    expect(performance.now() - cancelledAt).toBeLessThan(2_000)
    await expectLedgerToTellAll()
  })

  it('sends nothing in local-only mode', async () => {
    await start()
    test.app.config.set('privacyMode', 'local-only')
    const generation = await test.run({ prompt: PUBLIC })
    expect(generation).toMatchObject({ state: 'succeeded', decision: { route: 'local' } })
    const pinned = await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
    expect(pinned.state).toBe('blocked')
    expect(hosted.requests).toHaveLength(0)
  })

  it('shows a late viewer everything', async () => {
    await start()
    const whole = await test.run({ prompt: PUBLIC, options: { route: 'local' } })
    const events = []
    for await (const event of test.app.generations.watch(whole.id)) events.push(event)
    expect(events.map(({ type }) => type)).toEqual(['snapshot', 'done'])
    const slow = await test.app.generations.start({
      prompt: `${PUBLIC} ${'Please be thorough. '.repeat(200)}`,
      sources: [],
      options: { route: 'local' },
    })
    const read = async (): Promise<string> => {
      let text = ''
      for await (const event of test.app.generations.watch(slow.id)) {
        if (event.type === 'snapshot') text = event.generation.text
        if (event.type === 'restart') text = ''
        if (event.type === 'text') {
          expect(event.offset).toBe(text.length)
          text += event.delta
        }
      }
      return text
    }
    const [first, second] = await Promise.all([read(), read()])
    expect(first).toBe((await test.app.generations.get(slow.id)).text)
    expect(second).toBe(first)
  })
})

describe('what ends without running', () => {
  it('is told to whoever watches: cancelled while it waits in the queue', async () => {
    await start()
    local.setFault({ type: 'stall', afterFrames: 2 })
    // Two at a time are run; the third waits.
    const running = await Promise.all(
      [0, 1].map(() => test.app.generations.start({ prompt: PUBLIC, sources: [], options: { route: 'local' } })),
    )
    const waiting = await test.app.generations.start({ prompt: PUBLIC, sources: [], options: { route: 'local' } })
    let ended: Generation | null = null
    for await (const event of test.app.generations.watch(waiting.id)) {
      if (event.type === 'snapshot') expect(await test.app.generations.cancel(waiting.id)).toBe(true)
      if (event.type === 'done') ended = event.generation
    }
    expect(ended).toMatchObject({ state: 'cancelled', attempts: [] })
    for (const { id } of running) await test.app.generations.cancel(id)
  })
})
