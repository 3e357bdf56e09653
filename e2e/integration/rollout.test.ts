import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDataDir, removeDataDir } from '../host-process.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { warmTidegate as tidegate } from './command.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const FERRY = {
  name: 'harbour.md',
  text: 'The new ferry carries 240 passengers between the harbour and the island. The crossing takes 35 minutes in good weather.',
}

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp

beforeEach(async () => {
  hosted = await startLangbaseServer({})
  local = await startOpenAiServer({})
  test = await startTestApp({ ...twoProviders({ hosted, local }), citations: { repair: 'always' } }, { hosted: 'test-key' })
  hosted.setReply(({ messages }) =>
    messages.at(-1)?.content.includes('Sentence 1:')
      ? '1. The new ferry carries 240 passengers between the harbour and the island.'
      : 'The new ferry carries 340 passengers between the harbour and the island.',
  )
})
afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
})

const describeFerry = (about: string) =>
  test.run({ prompt: `Describe the ferry for ${about}.`, sources: [FERRY], options: { route: 'hosted' } })
const repairs = (): number => hosted.requests.filter(({ path, body }) => path === '/v1/pipes/run' && body.includes('Sentence 1:')).length

describe('a flag', () => {
  it('that is off leaves out what it switches, at once, and the decision says with which flags it was made', async () => {
    expect((await describeFerry('sailors')).decision).toMatchObject({ flags: { 'citation-repair': true }, cohorts: {} })
    expect(repairs()).toBe(1)
    await test.app.rollout.set('citation-repair', false)
    const plain = await describeFerry('sailors')
    expect(plain.decision).toMatchObject({ flags: { 'citation-repair': false } })
    expect(plain.text).toContain('340 passengers')
    expect(repairs()).toBe(1)
    // Also after a restart.
    await test.restart()
    await describeFerry('painters')
    expect(repairs()).toBe(1)
    expect(await test.app.routing.changes.list(1)).toMatchObject([{ what: 'flag', note: 'Set by hand.' }])
  })

  it('has a file that anybody may write; a broken one changes nothing, and the doctor says so', async () => {
    const told = new Promise<void>((resolve) => {
      const stop = test.app.events.on(({ type }) => {
        if (type !== 'flags_changed') return
        stop()
        resolve()
      })
    })
    writeFileSync(join(test.dataDir, 'flags.json'), JSON.stringify({ flags: { 'learned-difficulty': false } }))
    await told
    const difficulty = async () =>
      (await test.run({ prompt: 'What is the integral of x squared from 0 to 3?', options: { route: 'hosted' } })).decision?.difficulty
    const byRules = await difficulty()
    writeFileSync(join(test.dataDir, 'flags.json'), '{')
    expect(await difficulty()).toBe(byRules)
    expect((await test.app.doctor()).checks.find(({ name }) => name === 'flags')).toMatchObject({ status: 'warning' })
    await expect(test.app.rollout.set('learned-difficulty', true)).rejects.toThrow('not a JSON object')
    writeFileSync(join(test.dataDir, 'flags.json'), '{}')
    expect(await difficulty()).not.toBe(byRules)
  })
})

describe('a rollout', () => {
  it('gives the canary the new value and nobody else, keeps the cohort of the same words, and is taken back for all', {
    tags: ['long'],
  }, async () => {
    await test.app.rollout.set('citation-repair', false)
    const { id } = await test.app.rollout.start({ flag: 'citation-repair', to: true })
    for (let stage = 0; stage < 3; stage += 1) await test.app.rollout.advance(id)
    const readers = ['sailors', 'painters', 'bakers', 'pilots', 'farmers', 'doctors', 'tailors', 'miners', 'nurses', 'poets']
    const cohorts = new Map<string, string | undefined>()
    for (const reader of readers) {
      const before = repairs()
      const { decision, text } = await describeFerry(reader)
      const cohort = decision?.cohorts?.[id]
      cohorts.set(reader, cohort)
      expect(repairs() - before).toBe(cohort === 'canary' ? 1 : 0)
      expect(text).toContain(cohort === 'canary' ? '240' : '340')
    }
    expect(new Set(cohorts.values())).toEqual(new Set(['canary', 'control']))
    expect((await describeFerry('sailors')).decision?.cohorts?.[id]).toBe(cohorts.get('sailors'))
    const [report] = await test.app.rollout.reports()
    const of = (cohort: string): number => [...cohorts, ['again', cohorts.get('sailors')]].filter(([, one]) => one === cohort).length
    expect(report?.kpis?.find(({ kpi }) => kpi === 'failed')).toMatchObject({
      canary: { count: of('canary'), mean: 0 },
      control: { count: of('control'), mean: 0 },
    })
    await test.app.rollout.rollBack(id)
    const before = repairs()
    for (const reader of readers)
      expect((await describeFerry(reader)).decision).toMatchObject({ flags: { 'citation-repair': false }, cohorts: {} })
    expect(repairs()).toBe(before)
  })
})

describe('the commands', () => {
  it('list, set and roll out, with one document each, and say what is wrong with what is asked', async () => {
    const run = async (...args: string[]) => {
      const { exit, stdout, stderr } = await tidegate([...args, '--data-dir', folder])
      return { exit, stderr, document: stdout.startsWith('{') || stdout.startsWith('[') ? JSON.parse(stdout) : stdout }
    }
    const folder = makeDataDir({}, {})
    try {
      expect(await run('flags', 'set', 'second-request', 'off', '--json')).toMatchObject({
        exit: 0,
        document: { environment: 'production', problems: [] },
      })
      const started = await run('rollout', 'start', 'second-request', 'on', '--minimum', '20', '--json')
      expect(started).toMatchObject({ exit: 0, document: { flag: 'second-request', to: true, stage: 5, state: 'running', minimum: 20 } })
      const { id } = started.document
      expect(await run('rollout', 'check', '--json')).toMatchObject({ exit: 0, document: [] })
      expect(await run('rollout', 'list', '--json')).toMatchObject({
        document: [{ rollout: { id }, now: expect.stringContaining('Too early: 0 requests'), kpis: expect.any(Array) }],
      })
      expect((await run('flags')).document).toContain('second-request      off  5 % on (running)')
      expect(await run('flags', 'set', 'second-request', 'on')).toMatchObject({
        exit: 1,
        stderr: expect.stringContaining(`rollout back ${id}`),
      })
      expect(await run('rollout', 'back', id, '--json')).toMatchObject({ exit: 0, document: { state: 'rolled-back' } })
      expect(await run('rollout', 'back', id)).toMatchObject({ exit: 1, stderr: expect.stringContaining('is running') })
      expect(await run('rollout', 'start', 'second-request', 'maybe')).toMatchObject({
        exit: 2,
        stderr: expect.stringContaining('Say on or off'),
      })
      expect(await run('rollout', 'start', 'second-request', 'on', '--minimum', '3')).toMatchObject({
        exit: 2,
        stderr: expect.stringContaining('minimum'),
      })
      expect(await run('flags', 'set', 'nonsense', 'on')).toMatchObject({
        exit: 2,
        stderr: expect.stringContaining('There are: citation-repair'),
      })
    } finally {
      removeDataDir(folder)
    }
  })
})
