import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Platform } from '../../main/platform.ts'
import { token } from '../../main/platform.ts'
import { systemPlatform } from '../../main/system-platform.ts'
import { type LogRecord, type OtlpCollector, type ScriptedServer, startOpenAiServer, startOtlpCollector } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'collector-key-5d1e77c0aa'
const ABOUT = { version: '9.9.9', host: 'headless' } as const
/** Of a request, in each of its parts. */
const PLANTED = {
  prompt: 'Write to Anna Quillfeather (anna.quillfeather@harbour-line.example), +49 30 901820, that IBAN DE89370400440532013000 is wrong.',
  source: { name: 'quillfeather-letters.md', text: 'The Marzipanturm report for Anna Quillfeather says 412.' },
  words: /quillfeather|anna|harbour|901820|DE8937|marzipanturm|letters/i,
}

let collector: OtlpCollector
let local: ScriptedServer
let test: TestApp
let platform: Platform
let log: string

beforeEach(async () => {
  collector = await startOtlpCollector()
  local = await startOpenAiServer({})
  log = ''
  platform = systemPlatform({ TIDEGATE_LOG: 'debug' }, (line) => (log += line))
})
afterEach(async () => {
  await test.stop()
  await Promise.all([collector.stop(), local.stop()])
  expect(collector.problems).toEqual([])
})

/** An app that ships to the collector; `hosted` has the door take it for one elsewhere. */
async function start(otlp: object = {}, rest: object = {}, keys: Record<string, string> = {}): Promise<void> {
  test = await startTestApp(
    { ...twoProviders({ local }), telemetry: { otlp: { endpoint: collector.url, ...otlp } }, ...rest },
    keys,
    platform,
  )
  test.app.telemetry.start(ABOUT)
}
const hosted = (): object => ({ hostedHosts: [`127.0.0.1:${collector.port}`] })
const write = (count: number): void => {
  for (let i = 0; i < count; i += 1) platform.log.warn('test.line', { i })
}
const logRequests = () => collector.requests.filter(({ path }) => path === '/v1/logs')
const numbers = (records: readonly LogRecord[]): number[] =>
  records
    .filter(({ eventName }) => eventName === 'test.line')
    .map(({ attributes }) => {
      const value = attributes.find(({ key }) => key === 'i')?.value
      return value !== undefined && 'intValue' in value ? Number(value.intValue) : Number.NaN
    })
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
const eventsLogged = (name: string) => log.split('\n').filter((line) => line.includes(`"event":"${name}"`))
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 })
const checkOf = async () => (await test.app.doctor()).checks.find(({ name }) => name === 'telemetry')

describe('what is shipped to a collector', () => {
  it('is nothing unless somebody says so', async () => {
    await start({ endpoint: null })
    await test.run({ prompt: 'How often does the tide turn?', options: { route: 'local' } })
    write(3)
    await test.app.telemetry.dispose()
    expect(collector.requests).toEqual([])
    expect(await checkOf()).toMatchObject({ status: 'ok', detail: 'Off: no log line and no metric leaves the app.' })
  })

  it('is what the log holds and the metrics tell, and nothing of what was written', async () => {
    await start()
    await test.run({ prompt: PLANTED.prompt, sources: [PLANTED.source], options: { route: 'local' } })
    local.setFault({ type: 'server-error' })
    await test.run({ prompt: PLANTED.prompt, sources: [PLANTED.source], options: { route: 'local' } })
    platform.log.error('test.failed', new Error(`cannot read ${PLANTED.prompt}`, { cause: new TypeError(PLANTED.source.text) }))
    await test.app.telemetry.dispose()

    const lines = log
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { at: string; event: string })
    expect(lines.length).toBeGreaterThan(2)
    // All of them, also those of the start, in their order.
    expect(collector.records.map(({ eventName }) => eventName)).toEqual(lines.map(({ event }) => event))
    expect(collector.records.map(({ timeUnixNano }) => Number(timeUnixNano.slice(0, -6)))).toEqual(lines.map(({ at }) => Date.parse(at)))
    const sum = collector.metrics.find(({ name }) => name === 'tidegate_decisions_total')
    expect(sum).toMatchObject({ sum: { dataPoints: [{ asDouble: 2 }] } })
    for (const { body, headers } of collector.requests) {
      expect(body).not.toMatch(PLANTED.words)
      expect(body).not.toContain(test.dataDir)
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Tidegate' })
    }
  })

  it('says what sends, and for this start alone who', async () => {
    await start({}, { environment: 'staging' })
    const installation = 'd6c1f0a2-0f5f-4e6e-9c58-1f2f6a3f9b11'
    writeFileSync(join(test.dataDir, 'installation'), installation)
    await eventually(() => collector.resources.length).toBeGreaterThan(0)
    await test.restart()
    test.app.telemetry.start(ABOUT)
    const before = collector.resources.length
    write(1)
    await eventually(() => collector.resources.length).toBeGreaterThan(before)
    const facts = collector.resources.map(({ attributes }) =>
      Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
    )
    for (const fact of facts)
      expect(fact).toMatchObject({ 'service.name': 'tidegate', 'service.version': '9.9.9', 'deployment.environment.name': 'staging' })
    expect(new Set(facts.map((fact) => fact['service.instance.id'])).size).toBe(2)
    expect(collector.requests.map(({ body }) => body).join()).not.toContain(installation)
  })

  it('is every metric that Prometheus is told, but those without a value', async () => {
    await start()
    await test.run({ prompt: 'How often does the tide turn?', options: { route: 'local' } })
    const metrics = await test.app.telemetry.metrics()
    const withValues = async () => (await metrics.collect()).filter(({ values }) => values.length > 0).map(({ name }) => name)
    await eventually(withValues).toContain('tidegate_generation_seconds')
    const expected = await withValues()
    await test.app.telemetry.dispose()
    expect(expected.length).toBeGreaterThan(10)
    expect(collector.metrics.map(({ name }) => name)).toEqual(expected)
  })

  it('is lines alone, or metrics alone, where that is what the settings say', async () => {
    await start({ metrics: false })
    write(1)
    await eventually(() => numbers(collector.records)).toEqual([0])
    test.app.config.set('telemetry.otlp', { endpoint: collector.url, logs: false })
    write(1)
    await eventually(() => collector.metrics.length).toBeGreaterThan(0)
    await test.app.telemetry.dispose()
    expect(numbers(collector.records)).toEqual([0])
  })

  it('begins with what is logged after it was turned on while the app runs, and ends when it is turned off', async () => {
    await start({ endpoint: null, metrics: false })
    write(3)
    test.app.config.set('telemetry.otlp.endpoint', collector.url)
    platform.log.warn('test.after')
    await eventually(() => collector.records.length).toBeGreaterThan(0)
    test.app.config.set('telemetry.otlp.endpoint', null)
    write(3)
    await test.app.telemetry.dispose()
    expect(numbers(collector.records)).toEqual([])
    expect(collector.records.map(({ eventName }) => eventName)).toContain('test.after')
  })
})

describe('a collector that is not on this machine', () => {
  it('gets what the egress door has judged and put on record, with the key, which is on no record', async () => {
    await collector.stop()
    collector = await startOtlpCollector({ key: KEY, port: collector.port })
    await start({}, hosted(), { otlp: KEY })
    await test.run({ prompt: PLANTED.prompt, sources: [PLANTED.source], options: { route: 'local' } })
    platform.log.error('test.failed', new Error('x'), { job: token('job_01abcdefg') })
    await test.app.telemetry.dispose()
    expect(collector.records.map(({ eventName }) => eventName)).toContain('test.failed')
    expect(collector.metrics.length).toBeGreaterThan(5)
    const entries = (await test.app.storage.ledger.list({ limit: 100 })).filter(({ purpose }) => purpose === 'telemetry')
    const asked = entries.filter(({ kind }) => kind === 'request')
    expect(asked.length).toBe(collector.requests.length)
    for (const entry of asked) {
      expect(entry).toMatchObject({ verdict: 'allowed', provider: 'otlp', label: 'public', destination: collector.url })
      expect(collector.requests.map(({ body }) => body)).toContain(entry.payload)
    }
    expect(JSON.stringify(entries)).not.toContain(KEY)
    expect(log).not.toContain(KEY)
  })

  it('gets nothing in local-only mode, and one on this machine does', async () => {
    await start({}, { ...hosted(), privacyMode: 'local-only' })
    write(3)
    await test.app.telemetry.dispose()
    expect(collector.requests).toEqual([])
    expect(await checkOf()).toMatchObject({ status: 'ok', detail: expect.stringContaining('local-only mode is on') })
    await test.stop()
    // As another process has one of its own.
    platform = systemPlatform({ TIDEGATE_LOG: 'debug' }, (line) => (log += line))
    await start({}, { privacyMode: 'local-only' })
    write(3)
    await test.app.telemetry.dispose()
    expect(numbers(collector.records)).toEqual([0, 1, 2])
  })

  it('does not get the key that was given for another one', async () => {
    const other = await startOtlpCollector()
    try {
      await start({ metrics: false }, {}, { otlp: KEY })
      write(1)
      await eventually(() => numbers(collector.records)).toEqual([0])
      expect(collector.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
      test.app.config.set('telemetry.otlp.endpoint', other.url)
      write(1)
      await eventually(() => numbers(other.records)).toEqual([0])
      expect(other.requests.map(({ headers }) => headers.authorization)).toEqual(other.requests.map(() => undefined))
    } finally {
      await other.stop()
    }
  })
})

describe('a collector in trouble', () => {
  it('that is busy gets all lines once it is not, each once, and the log says so twice', async () => {
    collector.setFault({ type: 'unavailable', retryAfter: '1', times: 2 })
    await start({ metrics: false })
    write(600)
    await eventually(() => numbers(collector.records).length).toBe(600)
    expect(numbers(collector.records)).toEqual(upTo(600))
    const [first, second] = logRequests()
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_000)
    expect(eventsLogged('telemetry.not_shipped')).toEqual([expect.stringContaining('"why":"status-503"')])
    await eventually(() => eventsLogged('telemetry.shipping_again').length).toBe(1)
    // Its own lines are not shipped: each would make the next one.
    expect(collector.records.filter(({ eventName }) => eventName.startsWith('telemetry.'))).toEqual([])
  })

  it('that is busy gets the metrics soon after', async () => {
    collector.setFault({ type: 'unavailable', times: 1 })
    await start({ logs: false })
    await eventually(() => collector.requests.length).toBe(1)
    expect(collector.metrics).toEqual([])
    // By themselves they would go a minute later.
    await eventually(() => collector.metrics.map(({ name }) => name)).toContain('tidegate_build_info')
  })

  it('that refuses what it gets is not asked again for the same, and the doctor tells', async () => {
    collector.setFault({ type: 'status', status: 400, body: { message: 'bad' }, times: 1 })
    await start({ metrics: false })
    write(2)
    await eventually(() => logRequests().length).toBe(1)
    await eventually(() => eventsLogged('telemetry.not_shipped').length).toBe(1)
    platform.log.warn('test.after')
    await eventually(() => collector.records.map(({ eventName }) => eventName)).toContain('test.after')
    expect(numbers(collector.records)).toEqual([])
    expect(await checkOf()).toMatchObject({ status: 'warning', detail: expect.stringMatching(/\d+ lines were refused/) })
  })

  it('that takes a part is not asked again for the rest, which is counted', async () => {
    const body = { partialSuccess: { rejectedLogRecords: '2', errorMessage: 'too old' } }
    collector.setFault({ type: 'status', status: 200, body, times: 1 })
    await start({ metrics: false })
    write(3)
    await eventually(() => eventsLogged('telemetry.partly_rejected').length).toBe(1)
    expect(await checkOf()).toMatchObject({ status: 'warning', detail: expect.stringContaining('2 lines were refused') })
    await test.app.telemetry.dispose()
    expect(logRequests().length).toBe(1)
    expect(log).not.toContain('too old')
  })

  it('that cannot be reached has the oldest lines dropped, which is said once and counted', async () => {
    await collector.stop()
    await start({ metrics: false })
    write(5_000)
    expect(eventsLogged('telemetry.lines_dropped').length).toBe(1)
    await eventually(() => eventsLogged('telemetry.not_shipped').length).toBe(1)
    await test.app.telemetry.dispose()
    expect(await checkOf()).toMatchObject({
      status: 'warning',
      detail: expect.stringMatching(/not taken since .* \(not-reached\), \d+ lines were dropped; nothing was taken yet/),
    })
    expect(eventsLogged('test.line').length).toBe(5_000)
    collector = await startOtlpCollector()
  })

  it('that never answers holds up neither a request nor the end of the app', async () => {
    collector.setFault({ type: 'never-answer' })
    await start()
    write(1_000)
    await eventually(() => logRequests().length).toBe(1)
    expect(await test.run({ prompt: 'How often does the tide turn?', options: { route: 'local' } })).toMatchObject({ state: 'succeeded' })
    const before = performance.now()
    await test.app.telemetry.dispose()
    // The deadline is 1.5 s, and a request has 10 s for its answer.
    expect(performance.now() - before).toBeLessThan(8_000)
    await eventually(() => logRequests()[0]?.closedEarly).toBe(true)
  })
})
