import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { AppEvent } from '#contracts/events.ts'
import type { HeadlessHost } from '../../main/headless/index.ts'
import { createMetrics } from '../../main/telemetry/metrics/index.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { hostOf } from './mcp/clients.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const PRIVATE = 'Write to Anna Berger (anna.berger@harbour-line.example) that her delivery is late.'

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp
let host: HeadlessHost

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: KEY })
  local = await startOpenAiServer({})
  test = await startTestApp(twoProviders({ hosted, local }), { hosted: KEY })
  host = await hostOf(test.app, test.dataDir)
})
afterEach(async () => {
  await host.dispose()
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
})

const scrape = (token = host.token): Promise<Response> =>
  fetch(`http://127.0.0.1:${host.port}/metrics`, { headers: { authorization: `Bearer ${token}` } })
/** The sum of all samples of a metric that have these labels. */
async function sumOf(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  const samples = (await (await scrape()).text()).split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  const fitting = samples.filter((line) => Object.entries(labels).every(([key, value]) => line.includes(`${key}="${value}"`)))
  return fitting.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}
/** Lists and figures are told in their own time. */
const eventually = (name: string, labels: Readonly<Record<string, string>> = {}) =>
  expect.poll(() => sumOf(name, labels), { timeout: 20_000 })

describe('what Prometheus reads', () => {
  it('counts decisions, requests, jobs and what left', async () => {
    await test.run({ prompt: 'How often does the tide turn?', sources: [], options: { route: 'local' } })
    await test.run({ prompt: PRIVATE, sources: [], options: { route: 'hybrid', strategy: 'mask' } })
    await test.run({ prompt: PRIVATE, sources: [], options: { route: 'hosted' } })
    await eventually('tidegate_generations_total', { state: 'succeeded', route: 'local' }).toBe(1)
    await eventually('tidegate_generations_total', { state: 'succeeded', route: 'hybrid' }).toBe(1)
    await eventually('tidegate_generations_total', { state: 'blocked', route: 'none' }).toBe(1)
    await eventually('tidegate_generation_seconds_count').toBe(2)
    expect(await sumOf('tidegate_decisions_total', { status: 'routed', route: 'local', label: 'public' })).toBe(1)
    expect(await sumOf('tidegate_decisions_total', { status: 'blocked', label: 'confidential' })).toBe(1)
    expect(await sumOf('tidegate_decision_seconds_count')).toBe(3)
    await eventually('tidegate_jobs_ended_total', { kind: 'generate' }).toBe(3)
    await eventually('tidegate_egress_requests_total', { verdict: 'allowed', purpose: 'generate' }).toBe(1)
    const sent = hosted.requests.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0)
    await eventually('tidegate_egress_bytes_total', { direction: 'out' }).toBeGreaterThanOrEqual(sent)
    await eventually('tidegate_egress_bytes_total', { direction: 'in' }).toBeGreaterThan(0)
    expect(await sumOf('tidegate_process_resident_memory_bytes', { process: 'app' })).toBeGreaterThan(10_000_000)
  })

  it('counts no byte of what found nobody to take it', async () => {
    await hosted.stop()
    await test.run({ prompt: 'How often does the tide turn?', sources: [], options: { route: 'hosted' } })
    await eventually('tidegate_egress_requests_total', { verdict: 'allowed', purpose: 'generate' }).toBeGreaterThan(0)
    expect(await sumOf('tidegate_egress_bytes_total', { direction: 'out' })).toBe(0)
  })

  it('counts a request once that is put off again and again', async () => {
    const decided = Promise.withResolvers<AppEvent & { type: 'route_selected' | 'route_deferred' | 'route_blocked' }>()
    test.app.events.on((event) => {
      if (event.type === 'route_selected') decided.resolve(event)
    })
    await test.run({ prompt: 'How often does the tide turn?', sources: [], options: { route: 'local' } })
    const { decision } = await decided.promise
    for (const generationId of ['gen_1', 'gen_1', 'gen_2', 'gen_1'])
      test.app.events.emit({ type: 'route_deferred', generationId, decision: { ...decision, status: 'deferred', route: null } })
    await eventually('tidegate_decisions_total', { status: 'deferred' }).toBe(2)
    expect(await sumOf('tidegate_decisions_total')).toBe(3)
  })

  it('tells of flags and of what is being rolled out', async () => {
    expect(await sumOf('tidegate_flag_on', { flag: 'meaning-search' })).toBe(1)
    const { id } = await test.app.rollout.start({ flag: 'meaning-search', to: false })
    await test.app.rollout.advance(id)
    expect(await sumOf('tidegate_rollout_ratio', { flag: 'meaning-search', state: 'running' })).toBe(0.1)
    await test.app.rollout.rollBack(id)
    expect(await sumOf('tidegate_rollout_ratio')).toBe(0)
  })

  it('counts also what happens before it has been loaded', async () => {
    const early: AppEvent[] = []
    test.app.events.on((event) => early.push(event))
    await test.run({ prompt: 'How often does the tide turn?', sources: [], options: { route: 'local' } })
    const heard = createMetrics(test.app, { version: '0', host: 'headless' }, early)
    expect(await heard.expose()).toContain('tidegate_decisions_total{status="routed",route="local",label="public"} 1')
    await heard.dispose()
  })

  it('holds nothing of what was written', async () => {
    await test.run({ prompt: PRIVATE, sources: [{ name: 'berger-letters.md', text: 'Anna Berger waits.' }], options: { route: 'hybrid' } })
    await eventually('tidegate_generations_total').toBe(1)
    expect(await (await scrape()).text()).not.toMatch(/berger|anna|delivery/i)
  })

  it('is shown to nobody without the token', async () => {
    expect((await scrape('wrong')).status).toBe(401)
  })

  it('is all that the dashboard asks for', async () => {
    const file = fileURLToPath(new URL('../../resources/grafana/tidegate.json', import.meta.url))
    const Dashboard = z.object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) })
    const { panels } = Dashboard.parse(JSON.parse(readFileSync(file, 'utf8')))
    const asked = new Set(panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(/tidegate_[a-z_]+/g) ?? [])))
    const text = await (await scrape()).text()
    const there = new Set(
      [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].flatMap(([, name, kind]) => [name, ...(kind === 'histogram' ? [`${name}_bucket`] : [])]),
    )
    expect(asked.size).toBeGreaterThan(10)
    expect([...asked].filter((name) => !there.has(name))).toEqual([])
  })
})
