import { afterEach, describe, expect, it } from 'vitest'
import { type LangbaseServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const stoppers: (() => Promise<void>)[] = []
const HOSTED = { options: { route: 'hosted' } } as const

async function start(config: object = {}, usage = true): Promise<{ server: LangbaseServer; test: TestApp }> {
  const server = await startLangbaseServer({ usage })
  const local = await startOpenAiServer({})
  const test = await startTestApp({ ...twoProviders({ hosted: server, local }), ...config }, { hosted: 'test-key' })
  stoppers.push(
    () => server.stop(),
    () => local.stop(),
    () => test.stop(),
  )
  return { server, test }
}

afterEach(async () => {
  for (const stop of stoppers.splice(0).reverse()) await stop()
})

describe('what a draft costs', () => {
  it('is told by attempt, by draft and by day, with the runs that Langbase counts, and says who counted', async () => {
    const { server, test } = await start()
    server.setReply(() => 'word '.repeat(1_200))
    const generation = await test.run({ prompt: 'Write about tides.', ...HOSTED })
    const [attempt] = generation.attempts
    expect(attempt).toMatchObject({ state: 'succeeded', usage: { counted: 'provider' }, runUnits: 2 })
    const { inputTokens, outputTokens } = generation.usage
    const cost = (inputTokens * 2.5 + outputTokens * 10) / 1_000_000
    expect(generation.costUsd).toBeCloseTo(cost, 9)
    const report = await test.app.costs.report(7)
    expect(report.rows).toMatchObject([{ provider: 'hosted', attempts: 1, inputTokens, outputTokens, runs: 2, estimatedUsd: 0 }])
    expect(report).toMatchObject({ langbase: { runsThisMonth: 2, includedRuns: null, extraUsd: 0 }, unpriced: [] })
    expect(report.totalUsd).toBeCloseTo(cost, 9)
    expect(report.budgets[0]?.spentUsd).toBeCloseTo(cost, 9)
  })

  it('is an estimate where the provider counts nothing', async () => {
    const { test } = await start({}, false)
    const { attempts } = await test.run({ prompt: 'Write about tides.', ...HOSTED })
    expect(attempts[0]?.usage.counted).toBe('estimate')
    const [row] = (await test.app.costs.report(1)).rows
    expect(row?.estimatedUsd).toBe(row?.costUsd)
  })

  it('counts a call that failed and may have been charged, and not one that was refused', async () => {
    const { server, test } = await start()
    server.setFault({ type: 'empty-401' })
    const refused = await test.run({ prompt: 'Write about tides.', ...HOSTED })
    expect(refused.attempts[0]).toMatchObject({ state: 'failed', mayBeCharged: false, costUsd: 0, usage: { inputTokens: 0 } })
    server.setFault({ type: 'reset-before-answer' })
    const lost = await test.run({ prompt: 'Write about tides.', ...HOSTED })
    expect(lost.attempts[0]).toMatchObject({
      state: 'failed',
      mayBeCharged: true,
      usage: { counted: 'estimate', outputTokens: 0 },
      runUnits: 1,
    })
    expect(lost.attempts[0]?.costUsd).toBeGreaterThan(0)
    const [row] = (await test.app.costs.report(1)).rows
    expect(row?.uncertainUsd).toBe(row?.costUsd)
  })

  it('counts the input of a call that was sent again after a problem at the service', async () => {
    const { server, test } = await start()
    server.setFault({ type: 'server-error', times: 1 })
    const again = await test.run({ prompt: 'Write about tides.', ...HOSTED })
    const once = await test.run({ prompt: 'Write about tides.', ...HOSTED })
    expect(again.attempts[0]).toMatchObject({ state: 'succeeded', resends: 1, usage: { counted: 'estimate' } })
    expect(again.costUsd).toBeGreaterThan(once.costUsd)
  })

  it('is saved where a local model writes', async () => {
    const { test } = await start()
    const local = await test.run({ prompt: 'Write about tides.', options: { route: 'local' } })
    expect(local.attempts[0]).toMatchObject({ provider: 'local', costUsd: 0 })
    const report = await test.app.costs.report(1)
    const { inputTokens, outputTokens } = local.usage
    expect(report).toMatchObject({ totalUsd: 0, comparedWith: 'hosted' })
    expect(report.savedUsd).toBeCloseTo((inputTokens * 2.5 + outputTokens * 10) / 1_000_000, 9)
    expect(report.savedByDay).toEqual([{ day: report.rows[0]?.day, usd: report.savedUsd }])
  })
})

describe('a budget', () => {
  it('is not overrun by twenty requests at once; what does not fit waits and is sent nowhere', async () => {
    const { server, test } = await start({ budgetUsdPerDay: 0.1 })
    // The dearest answer that the limit of each request allows would overrun it after a few.
    server.setReply(() => 'word '.repeat(900))
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => test.run({ prompt: `Write about tide ${index}.`, ...HOSTED })),
    )
    const report = await test.app.costs.report(1)
    expect(report.totalUsd).toBeLessThanOrEqual(0.1)
    expect(results.some(({ state }) => state === 'succeeded')).toBe(true)
    const waiting = results.filter(({ state }) => state === 'deferred')
    expect(waiting.length + results.filter(({ state }) => state === 'succeeded').length).toBe(20)
    expect(waiting.length).toBeGreaterThan(0)
    const sent = server.requests.filter(({ path }) => path === '/v1/pipes/run').length
    expect(sent).toBe(20 - waiting.length)
    expect(report.budgets[0]?.reservedUsd).toBe(0)
  })

  it('warns at its soft stop and goes on; nothing is sent at its hard one', async () => {
    const { server, test } = await start({ costs: { softUsdPerDay: 0.000_001, usdPerMonth: 0.2 } })
    const reached: string[] = []
    test.app.events.on((event) => {
      if (event.type === 'budget_reached') reached.push(`${event.period} ${event.level}`)
    })
    expect((await test.run({ prompt: 'Write about tides.', ...HOSTED })).state).toBe('succeeded')
    expect((await test.run({ prompt: 'Write about tides.', ...HOSTED })).state).toBe('succeeded')
    expect(reached).toEqual(['day soft'])
    const sent = server.requests.length
    test.app.config.set('costs.usdPerMonth', 0.000_001)
    const stopped = await test.run({ prompt: 'Write about tides.', ...HOSTED })
    expect(stopped.state).toBe('deferred')
    expect(stopped.decision?.reasons).toContain('HOSTED_BUDGET_EXHAUSTED')
    expect(server.requests).toHaveLength(sent)
  })
})

describe('a second request for one draft', () => {
  const FERRY = {
    name: 'harbour.md',
    text: 'The new ferry carries 240 passengers between the harbour and the island. The crossing takes 35 minutes in good weather.',
  }
  const WRONG = 'The new ferry carries 340 passengers between the harbour and the island. The crossing takes 35 minutes in good weather.'
  const asked = ({ requests }: LangbaseServer): number => requests.filter(({ path }) => path === '/v1/pipes/run').length
  const mends = (server: LangbaseServer, filler = ''): void =>
    server.setReply(({ messages }) =>
      messages.at(-1)?.content.includes('Sentence 1:')
        ? '1. The new ferry carries 240 passengers between the harbour and the island.'
        : `${WRONG} ${filler}`,
    )
  const describeFerry = (test: TestApp, maxCostUsd?: number) =>
    test.run({
      prompt: 'Describe the ferry.',
      sources: [FERRY],
      options: { route: 'hosted', ...(maxCostUsd === undefined ? {} : { maxCostUsd }) },
    })

  it('mends a draft within the limit of the request; above it the draft stays as it is, and the attempt says why', async () => {
    const { server, test } = await start({ citations: { repair: 'always' } })
    mends(server)
    // A pipe may write up to 4,000 tokens at 10 dollars a million, whatever it is asked for.
    const mended = await describeFerry(test, 0.1)
    expect(mended.text).toContain('240 passengers')
    expect(asked(server)).toBe(2)
    const left = await describeFerry(test, 0.03)
    expect(asked(server)).toBe(3)
    expect(left).toMatchObject({ state: 'succeeded' })
    expect(left.text).toContain('340 passengers')
    expect(left.attempts).toMatchObject([
      { state: 'succeeded' },
      { state: 'failed', costUsd: 0, error: { code: 'BUDGET_EXHAUSTED', message: expect.stringContaining('limit that was set') } },
    ])
    // It was never sent: that is no failure of the service.
    expect(await test.app.routing.performance.all()).toMatchObject([{ failures: 0 }])
  })

  it('is not sent where it could overrun the budget', async () => {
    const { server, test } = await start({ citations: { repair: 'always' }, budgetUsdPerDay: 0.06 })
    mends(server, 'word '.repeat(3_000))
    const generation = await describeFerry(test)
    expect(generation.state).toBe('succeeded')
    expect(asked(server)).toBe(1)
    expect(generation.attempts).toMatchObject([
      { state: 'succeeded' },
      { state: 'failed', error: { code: 'BUDGET_EXHAUSTED', message: expect.stringContaining('budget of today') } },
    ])
    expect((await test.app.costs.report(1)).budgets[0]?.reservedUsd).toBe(0)
  })

  it('that writes longer than its request may cost is broken off, is booked, and is not asked again', async () => {
    const { server, test } = await start({})
    server.setReply(`The ferry is new. ${'It crosses the water every day. '.repeat(4_000)}`)
    const long = await describeFerry(test, 0.03)
    expect(long).toMatchObject({ state: 'failed', error: { code: 'BUDGET_EXHAUSTED' }, attempts: [{ state: 'failed' }] })
    expect(long.attempts[0]?.costUsd).toBeGreaterThan(0.02)
    // The last look may be some hundred characters late.
    expect(long.attempts[0]?.costUsd).toBeLessThan(0.035)
    expect(long.text).toContain('The ferry is new.')
    expect(asked(server)).toBe(1)
    expect((await test.app.costs.report(1)).budgets[0]?.reservedUsd).toBe(0)
  })

  it('does not go out beside a slow one where both together could cost more than the limit', async () => {
    const { server, test } = await start({ hedging: { enabled: true } })
    // What is usual is known from a first request; each answer below is later than what is late by then, also on a slow machine.
    const first = await test.run({ prompt: 'Write about tides.', ...HOSTED })
    const usualMs = first.attempts[0]?.ttftMs ?? Number.NaN
    const slowMs = Math.max(1_500, 6 * usualMs)
    server.setFault({ type: 'latency', ms: slowMs })
    const slow = await test.run({ prompt: 'Write about tides.', options: { route: 'hosted', maxCostUsd: 0.05 } })
    expect(slow).toMatchObject({ state: 'succeeded', attempts: [{ state: 'succeeded', resends: 0 }] })
    expect(slow.attempts[0]?.note).toContain('not asked a second time. A second request could cost more than the limit')
    expect(asked(server)).toBe(2)
    server.setFault({ type: 'latency', ms: Math.max(1_500, 6 * Math.sqrt(usualMs * slowMs)) })
    const twice = await test.run({ prompt: 'Write about tides.', options: { route: 'hosted', maxCostUsd: 0.5 } })
    expect(twice).toMatchObject({ state: 'succeeded', attempts: [{ resends: 1 }] })
    expect(twice.attempts[0]?.note).toBeUndefined()
    expect((await test.app.costs.report(1)).budgets[0]?.reservedUsd).toBe(0)
  })
})
