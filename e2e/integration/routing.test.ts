import { afterEach, describe, expect, it } from 'vitest'
import { DEFAULT_WEIGHT_SET, DEFAULT_WEIGHTS } from '#contracts/routing-rules.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const PUBLIC = 'Write a two-sentence invitation to the public book club on Saturday at the town library.'

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp

async function start(): Promise<TestApp['app']['routing']> {
  hosted = await startLangbaseServer({ key: 'hosted-key-9f8e7d6c' })
  local = await startOpenAiServer({})
  test = await startTestApp(twoProviders({ hosted, local }), { hosted: 'hosted-key-9f8e7d6c' })
  return test.app.routing
}

afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
})

describe('what the router learns from a request', () => {
  it('how its model did, in the next decision already', async () => {
    const routing = await start()
    await test.run({ prompt: PUBLIC, options: { route: 'local' } })
    await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
    expect((await routing.performance.all()).map(({ provider, attempts }) => [provider, attempts])).toEqual([
      ['local', 1],
      ['hosted', 1],
    ])
    const { decision } = await test.run({ prompt: PUBLIC, options: { route: 'local' } })
    expect(decision?.providers.local.samples).toBeCloseTo(1, 1)
    expect(decision?.providers.local.firstTokenMs).toBeGreaterThan(0)
  })

  it('nothing from one that a person cancelled', async () => {
    const routing = await start()
    local.setFault({ type: 'stall', afterFrames: 0 })
    const { id } = await test.app.generations.start({ prompt: PUBLIC, sources: [], options: { route: 'local' } })
    await local.waitForRequest(0)
    await test.app.generations.cancel(id)
    for await (const event of test.app.generations.watch(id)) if (event.type === 'done') break
    expect(await routing.performance.all()).toEqual([])
  })

  it('how fast a local model is, from a short run of its own, without a word to the hosted service', async () => {
    const routing = await start()
    const [measured] = await routing.calibrate()
    expect(measured).toMatchObject({ provider: 'local', model: 'test-model' })
    expect(measured?.steps.map(({ failed }) => failed)).toEqual([false, false])
    expect(hosted.requests).toHaveLength(0)
    await expect(routing.calibrate('hosted')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('what a person made of a draft, and learns when there is enough of it', async () => {
    const routing = await start()
    const { id } = await test.run({ prompt: PUBLIC, options: { route: 'local' } })
    // The job of the draft may still be ending: other events come in between.
    const heard: string[] = []
    const stop = test.app.events.on(({ type }) => type === 'routing_changed' && heard.push(type))
    await routing.feedback.add(id, 'edited', 0.1)
    stop()
    expect(heard).toEqual(['routing_changed'])
    expect(await routing.feedback.of(id)).toMatchObject([{ verdict: 'edited', editedShare: 0.1 }])
    expect(await routing.feedback.counts()).toEqual({ rated: 1, good: 1 })
    expect(await routing.feedback.rows(10)).toMatchObject([{ generationId: id, route: 'local', good: true }])
    expect(await routing.training.train()).toMatchObject({ outcome: 'too-few-rows' })
    await expect(routing.feedback.add('gen_0', 'liked')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    // There is nothing to go back to: no change is made, and none is told.
    const changes = async () => (await routing.changes.list(50)).length
    const before = await changes()
    expect(await routing.training.rollback()).toMatchObject({ version: 0 })
    expect(await routing.training.rollback(0)).toMatchObject({ version: 0 })
    expect(await changes()).toBe(before)
    await expect(routing.training.rollback(4)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a decision of the past', () => {
  it('can be explained, made again under another policy, and simulated; the text is not needed', async () => {
    const routing = await start()
    const { id, decision } = await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
    expect(decision?.route).toBe('hosted')
    expect((await routing.history.explain(id)).decision.id).toBe(decision?.id)
    const policy = { allowed: { ...test.app.config.get().policy.allowed, public: ['local' as const] } }
    const { before, after } = await routing.history.replay(decision?.id ?? '', { policy })
    expect(before.route).toBe('hosted')
    expect(after).toMatchObject({ route: null, status: 'blocked' })
    expect(await routing.history.simulate({ policy }, 50)).toMatchObject({ considered: 1, changed: 1 })
    expect(await routing.history.simulate({}, 50)).toMatchObject({ considered: 1, changed: 0 })
  })

  it('tells when a person chose another route than the gate would have', async () => {
    await start()
    const events: string[] = []
    test.app.events.on(({ type }) => events.push(type))
    await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
    await test.run({ prompt: 'My card is 4539 5787 6362 1486.', options: { route: 'hosted' } })
    expect(events).toContain('route_overridden')
    expect(events).toContain('route_blocked')
  })
})

describe('a conversation', () => {
  it('stays with its model while nothing is clearly better', async () => {
    await start()
    const conversation = 'talk-1'
    const first = await test.run({ prompt: PUBLIC, options: { conversation, prefer: 'speed' } })
    const next = await test.run({ prompt: PUBLIC, options: { conversation } })
    expect(next.decision?.standing?.conversation?.route).toBe(first.decision?.route)
    expect(next.decision?.route).toBe(first.decision?.route)
  })
})

describe('experiments', () => {
  const arms = [
    { name: 'as-now', weights: DEFAULT_WEIGHT_SET, share: 0.5 },
    { name: 'no-bonus', weights: { name: 'no-bonus', version: 1, weights: { ...DEFAULT_WEIGHTS, localBonus: 0 } }, share: 0.5 },
  ]

  it('put a request into an arm, the same one each time, and never two at once', async () => {
    const routing = await start()
    await routing.experiments.start({ id: 'bonus', arms })
    await expect(routing.experiments.start({ id: 'other', arms })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(routing.experiments.start({ id: 'Not a name', arms })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    const seen = await Promise.all([1, 2].map(() => test.app.generations.preview({ prompt: PUBLIC, sources: [], options: {} })))
    expect(seen[0]?.experiment).toMatchObject({ id: 'bonus' })
    expect(seen[1]?.experiment).toEqual(seen[0]?.experiment)
    await routing.experiments.stop('bonus')
    expect((await routing.experiments.reports())[0]?.experiment).toMatchObject({ id: 'bonus', result: 'stopped' })
    expect((await test.app.generations.preview({ prompt: PUBLIC, sources: [], options: {} })).experiment).toBeUndefined()
  })
})

describe('every change of what decides', () => {
  it('is on record and can be taken back', async () => {
    const routing = await start()
    test.app.config.set('policy', { allowed: { ...test.app.config.get().policy.allowed, public: ['local'] } })
    test.app.config.set('routing.weights', { ...DEFAULT_WEIGHT_SET, version: 2 })
    await expect.poll(async () => (await routing.changes.list(10)).map(({ what }) => what)).toEqual(['weights', 'policy'])
    const [, policy] = await routing.changes.list(10)
    await routing.changes.revert(policy?.seq ?? 0)
    expect(test.app.config.get().policy.allowed.public).toEqual(['local', 'hosted', 'hybrid'])
    expect((await routing.changes.list(10))[0]).toMatchObject({ what: 'policy', note: `Took back change ${policy?.seq}.` })
    await expect(routing.changes.revert(99)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
