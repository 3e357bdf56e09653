import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { TestRunSchema } from '#contracts/test-run.ts'
import { newOwner } from '../../main/coordinator/index.ts'
import { QUESTION } from '../../main/templates/index.ts'
import { startHost } from '../host-process.ts'
import { startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { makeSettledDataDir } from '../settled-database.ts'
import { type CommandResult, warmTidegate as tidegate } from './command.ts'
import { startTestApp, twoProviders } from './test-app.ts'

const LIMIT_MS = 120_000

type Server = Awaited<ReturnType<typeof startOpenAiServer>>
type Hosted = Awaited<ReturnType<typeof startLangbaseServer>>

let home: string
let local: Server
let hosted: Hosted
beforeEach(async () => {
  local = await startOpenAiServer()
  hosted = await startLangbaseServer({ key: 'a-key-of-the-test' })
  home = makeSettledDataDir(twoProviders({ local, hosted }), { hosted: 'a-key-of-the-test' })
  mkdirSync(join(home, 'scenarios'))
})
afterEach(async () => {
  await local.stop()
  await hosted.stop()
  rmSync(home, { recursive: true, force: true })
})

const test = (...args: readonly string[]): Promise<CommandResult> =>
  tidegate(['test', ...args, '--data-dir', home, '--folder', join(home, 'scenarios')])
const prompts = (server: { readonly requests: ReadonlyArray<{ readonly body: string }> }): string[] =>
  server.requests.map(({ body }) => body).filter((body) => body !== '')

/** Nothing that was asked stays behind. */
async function expectNoTrace(word: string): Promise<void> {
  const { stdout } = await tidegate(['history', 'list', '--json', '--data-dir', home])
  expect(JSON.parse(stdout)).toEqual([])
  expect(readFileSync(join(home, 'tidegate.db'), 'latin1').includes(word)).toBe(false)
}

describe('a judge of drafts', () => {
  const scenario = (rules: string): string => `name: judged
title: A draft that is judged
steps:
  - wait: { for: { role: checkbox, name: board-notes.md } }
  - wait: { for: { role: checkbox, name: coastal-engineering.md } }
  - wait: { for: { role: checkbox, name: deploy-config.env } }
  - wait: { for: { role: checkbox, name: launch-plan.md } }
  - fill: { role: textbox, name: Prompt, with: Which decisions did the advisory board of Zanderville make? }
  - click: { role: button, name: Generate }
  - wait: { for: { role: article, name: Draft text }, seconds: 30 }
expect:
  - decision: routed
judge:
  rules: ${rules}
  rubric: [relevance, faithfulness]
  atLeast: 4
`
  const run = async () => {
    const { exit, stdout } = await test('run', '--json', 'judged')
    const { run: ran } = z.object({ run: TestRunSchema }).parse(JSON.parse(stdout))
    return { exit, judged: ran.results[0]?.verdict.expectations.slice(1) ?? [] }
  }

  it(
    'is a model of the person’s own settings, asked through the gate, once for equal drafts, and leaves no text behind',
    async () => {
      writeFileSync(join(home, 'scenarios', 'judged.yaml'), scenario('{ citationsAtLeast: 1, forbidden: [lorem ipsum] }'))
      local.setReply('Let me think.\n{"relevance": 5, "faithfulness": 4, "why": "All of it is in the notes."}')
      const first = await run()
      expect(first).toMatchObject({
        exit: 0,
        judged: [
          { words: 'the draft keeps its rules', status: 'passed' },
          { status: 'passed', judgement: { mean: 4.5, why: 'All of it is in the notes.', judge: 'local: test-model', cached: false } },
        ],
      })
      const [asked = '', ...others] = prompts(local)
      expect(others).toEqual([])
      // The request, the draft and its sources in full.
      for (const words of ['Zanderville', 'Notes of the advisory board', 'faithfulness']) expect(asked).toContain(words)
      await expectNoTrace('Zanderville make?')
      expect(await run()).toMatchObject({ exit: 0, judged: [{}, { judgement: { mean: 4.5, cached: true } }] })
      expect(prompts(local)).toHaveLength(1)
    },
    LIMIT_MS,
  )

  it('is not asked about a draft that breaks a rule, and fails none by a low score alone', {
    tags: ['long'],
    timeout: LIMIT_MS,
  }, async () => {
    writeFileSync(join(home, 'scenarios', 'judged.yaml'), scenario('{ wordsAtLeast: 5000 }'))
    expect(await run()).toMatchObject({ exit: 1, judged: [{ status: 'failed' }] })
    expect(prompts(local)).toEqual([])
    writeFileSync(join(home, 'scenarios', 'judged.yaml'), scenario('{}'))
    local.setReply('{"relevance": 2, "faithfulness": 1, "why": "It tells of something else."}')
    const low = await run()
    expect(low).toMatchObject({ exit: 1, judged: [{}, { status: 'needs-review', judgement: { mean: 1.5 } }] })
    expect(low.judged[1]?.why).toBe('local: test-model gives 1.5: It tells of something else.')
  })

  it(
    'that is hosted is never shown what is not public, whatever the scenario is about',
    async () => {
      writeFileSync(join(home, 'scenarios', 'judged.yaml'), scenario('{}'))
      await tidegate(['config', 'set', 'testing.judge', 'hosted', '--data-dir', home])
      const { exit, judged } = await run()
      expect([exit, judged[1]?.status]).toEqual([1, 'needs-review'])
      expect(judged[1]?.why).toContain('A hosted judge may see public text only')
      expect(prompts(hosted)).toEqual([])
    },
    LIMIT_MS,
  )
})

describe('tidegate eval judge', () => {
  it(
    'measures the judge of the settings, and sees through one that goes by the place',
    async () => {
      const data = join(home, 'pairs.jsonl')
      const pairs = new URL('../judge/pairs.jsonl', import.meta.url)
      writeFileSync(data, readFileSync(pairs, 'utf8').split('\n').slice(0, 6).join('\n'))
      local.setReply('{"better": "A"}')
      const { exit, stdout } = await tidegate(['eval', 'judge', '--data', data, '--json', '--data-dir', home])
      expect([exit, JSON.parse(stdout)]).toMatchObject([0, { pairs: 6, agreement: 0, consistency: 0, unanswered: [] }])
      expect(prompts(local)).toHaveLength(12)
      await tidegate(['config', 'set', 'providers', '[]', '--data-dir', home])
      expect(await tidegate(['eval', 'judge', '--data', data, '--data-dir', home])).toMatchObject({
        exit: 1,
        stderr: expect.stringContaining('A judge is a local model, and none is set up.'),
      })
    },
    LIMIT_MS,
  )
})

describe('tidegate eval judge with a model that costs money', { tags: ['long'] }, () => {
  it(
    'asks no more than there is money for, and tells how many pairs are left',
    async () => {
      const data = join(home, 'pairs.jsonl')
      const pair = { request: 'Why are there tides?', first: 'The moon pulls at the sea.', second: 'Because of the wind.', better: 'first' }
      writeFileSync(data, Array.from({ length: 30 }, (_none, id) => JSON.stringify({ ...pair, id: `p${id}` })).join('\n'))
      hosted.setReply('{"better": "A"}')
      const judge = (maxCost: string) =>
        tidegate(['eval', 'judge', '--data', data, '--model', 'hosted', '--max-cost', maxCost, '--json', '--data-dir', home])
      expect(await judge('0')).toMatchObject({ exit: 1, stderr: expect.stringContaining('no room for a question to the judge') })
      expect(prompts(hosted)).toEqual([])
      const { exit, stdout } = await judge('0.02')
      const report = z.object({ pairs: z.number(), notAsked: z.number() }).parse(JSON.parse(stdout))
      expect(exit).toBe(0)
      expect(report.pairs).toBeGreaterThan(0)
      expect(report.notAsked).toBe(30 - report.pairs)
      expect(report.notAsked).toBeGreaterThan(0)
      const costs = JSON.parse((await tidegate(['costs', '--json', '--data-dir', home])).stdout)
      expect(costs.totalUsd).toBeGreaterThan(0)
      expect(costs.totalUsd).toBeLessThanOrEqual(0.02)
      expect(await judge('dear')).toMatchObject({ exit: 2 })
    },
    LIMIT_MS,
  )
})

describe('a question whose asker was killed', () => {
  it('before it was asked is asked of nobody, and leaves no text behind', async () => {
    const app = await startTestApp(twoProviders({ local }))
    try {
      const ask = async (asker: string) => {
        const request = { prompt: 'Zanderville?', sources: [], template: QUESTION.id, options: {} }
        const { id, jobId } = await app.app.generations.start(request, { asker })
        await expect
          .poll(async () => (await app.app.storage.jobs.get(jobId))?.state, { timeout: 20_000 })
          .toMatch(/succeeded|failed|cancelled/)
        return id
      }
      // A process of that number is there, but began at another time.
      await expect(app.app.generations.get(await ask('1:0@00000000:gone'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
      expect(prompts(local)).toEqual([])
      expect(await app.app.generations.get(await ask(newOwner()))).toMatchObject({ state: 'succeeded' })
      expect(prompts(local).join('\n')).toContain('Zanderville?')
    } finally {
      await app.stop()
    }
  })

  it.each(['local', 'hosted'] as const)(
    'is not asked again of a %s model by the app that starts next, and leaves no text behind',
    async (model) => {
      const server = model === 'local' ? local : hosted
      server.setFault({ type: 'stall', afterFrames: 0 })
      const data = join(home, 'pairs.jsonl')
      writeFileSync(data, JSON.stringify({ id: 'a', request: 'Zanderville?', first: 'Yes, Zanderville.', second: 'No.', better: 'first' }))
      const command = fileURLToPath(new URL('../../main/cli/index.ts', import.meta.url))
      const args = [command, 'eval', 'judge', '--data', data, '--model', model, '--data-dir', home]
      const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, CI: 'true' } })
      await expect.poll(() => prompts(server).length, { timeout: 20_000 }).toBe(1)
      child.kill('SIGKILL')
      await once(child, 'exit')
      server.setFault(null)
      const host = await startHost(home)
      const history = async () => (await tidegate(['history', 'list', '--json', '--data-dir', home])).stdout.trim()
      await expect.poll(history, { timeout: 60_000, interval: 500 }).toBe('[]')
      await host.stop()
      expect(prompts(server)).toHaveLength(1)
    },
    LIMIT_MS,
  )
})

describe('tidegate test explore', () => {
  /** Does on each screen what the first rule that fits says. */
  const script =
    (rules: ReadonlyArray<readonly [when: RegExp, line: RegExp, say: (ref: string) => unknown]>) =>
    ({ messages }: { readonly messages: ReadonlyArray<{ readonly content: string }> }): string => {
      const prompt = messages.at(-1)?.content ?? ''
      const rule = rules.find(([when]) => when.test(prompt))
      const line = prompt.split('\n').find((one) => rule?.[1].test(one) === true && one.includes('[ref='))
      return JSON.stringify(rule?.[2](/\[ref=([a-z0-9]+)\]/.exec(line ?? '')?.[1] ?? 'e0') ?? { do: 'give-up', because: 'No rule.' })
    }
  const explore = async (...args: readonly string[]) => {
    const result = await test('explore', 'Find the jobs of this machine', '--json', ...args)
    return { ...result, output: result.stdout === '' ? null : JSON.parse(result.stdout) }
  }

  it('has a model try the app, and leaves a scenario that passes by itself', { tags: ['long'], timeout: LIMIT_MS }, async () => {
    local.setReply(
      script([
        [/\(nothing\)/, /button "Jobs"/, (ref) => ({ do: 'click', ref })],
        [/./, /heading/, () => ({ do: 'done', because: 'heading "Jobs"' })],
      ]),
    )
    const { exit, output, stderr } = await explore('--model', 'local')
    expect([exit, output.end, output.costUsd]).toEqual([0, 'done', 0])
    expect(stderr).toContain('click the button “Jobs”')
    const file = join(home, 'scenarios', 'find-the-jobs-of-this-machine.yaml')
    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({ tags: ['explored'], steps: [{ click: { role: 'button', name: 'Jobs' } }] })
    await expectNoTrace('You try out an application')
    expect((await test('run', 'find-the-jobs-of-this-machine')).exit).toBe(0)
    expect(await explore()).toMatchObject({ exit: 1, stderr: expect.stringContaining('is there already') })
  })

  it('opens no browser where there is no model to try the app, and says what is needed', async () => {
    const file = join(home, 'config.json')
    const config = JSON.parse(readFileSync(file, 'utf8'))
    const offered = (id: string) => config.providers.filter((provider: { id: string }) => provider.id !== id)
    writeFileSync(file, JSON.stringify({ ...config, providers: offered('hosted') }))
    const noHosted = await explore('--model', 'hosted')
    expect(noHosted).toMatchObject({ exit: 1, stderr: expect.stringContaining('needs a hosted model') })
    writeFileSync(file, JSON.stringify({ ...config, providers: [] }))
    const none = await explore()
    expect(none).toMatchObject({ exit: 1, stderr: expect.stringContaining('needs a model') })
    for (const { stderr, output } of [noHosted, none]) {
      expect(stderr).not.toContain('headless runs on')
      expect(output).toMatchObject({ error: { code: 'NEEDS_MODEL' } })
    }
  })

  it('never spends more than it may, and sends no screen to a hosted model that the policy keeps here', {
    tags: ['long'],
    timeout: LIMIT_MS,
  }, async () => {
    const press = '{"do":"press","key":"Tab"}'
    hosted.setReply(press)
    const dear = await explore('--model', 'hybrid', '--max-cost', '0.05', '--steps', '50')
    expect([dear.exit, dear.output.end]).toEqual([1, 'out-of-money'])
    expect(dear.output.costUsd).toBeLessThanOrEqual(0.05)
    expect(dear.output.costUsd).toBeGreaterThan(0)
    const sent = prompts(hosted).length
    expect((await explore('--model', 'hosted')).exit).toBe(3)
    expect(prompts(hosted)).toHaveLength(sent)
    expect(existsSync(join(home, 'scenarios', 'find-the-jobs-of-this-machine.yaml'))).toBe(false)
  })

  it('breaks off an answer that becomes dearer than it may, and counts what it has cost', {
    tags: ['long'],
    timeout: LIMIT_MS,
  }, async () => {
    hosted.setReply(`{"do":"press","key":"Tab"} ${'word '.repeat(20_000)}`)
    const { exit, output } = await explore('--model', 'hybrid', '--max-cost', '0.05')
    expect([exit, output.end]).toEqual([1, 'out-of-money'])
    expect(output.costUsd).toBeGreaterThan(0.03)
    expect(output.costUsd).toBeLessThan(0.06)
    expect(prompts(hosted)).toHaveLength(1)
    expect(JSON.parse((await tidegate(['history', 'list', '--json', '--data-dir', home])).stdout)).toEqual([])
  })

  it('asks no model for money whose price nobody knows, unless that is allowed', { tags: ['long'], timeout: LIMIT_MS }, async () => {
    const file = join(home, 'config.json')
    const unpriced = readFileSync(file, 'utf8').replace(/"usdPerMillion(?:In|Out)put":\s*[\d.]+/g, (price) => price.replace(/[\d.]+$/, '0'))
    writeFileSync(file, unpriced)
    hosted.setReply('{"do":"give-up","because":"enough"}')
    expect(await explore('--model', 'hybrid')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('What "hosted" costs is not known'),
    })
    expect(prompts(hosted)).toEqual([])
    expect((await explore('--model', 'hybrid', '--unpriced')).output).toMatchObject({ end: 'gave-up' })
  })

  it(
    'cannot read a folder of the machine through the app that it tries',
    async () => {
      const secret = join(home, 'secret-folder')
      mkdirSync(secret)
      writeFileSync(join(secret, 'note.md'), 'Zanderfisch is the word.')
      local.setReply(
        script([
          [/\(nothing\)/, /button "Add folder"/, (ref) => ({ do: 'click', ref })],
          [/\n1\. .*\n\n/, /textbox "Path of the folder"/, (ref) => ({ do: 'type', ref, text: secret })],
          [/\n2\. .*\n\n/, /button "Add folder"/, (ref) => ({ do: 'click', ref })],
          [/\n3\. .*\n\n/, /reaches nothing beyond/, () => ({ do: 'done', because: 'reaches nothing beyond its own data folder' })],
        ]),
      )
      const { output } = await explore('--model', 'local')
      expect(output).toMatchObject({ end: 'done', steps: [{}, { fill: { with: secret } }, {}] })
      expect(prompts(local).join('\n')).not.toMatch(/checkbox .{0,4}secret-folder|Zanderfisch/)
    },
    LIMIT_MS,
  )

  it('says what is wrong before it starts or pays for anything', async () => {
    for (const [args, words] of [
      [['--steps', '0'], '--steps needs'],
      [['--max-cost', 'much'], '--max-cost needs'],
      [['--model', 'clever'], '--model is'],
      [['--name', 'Not A Name'], 'small letters'],
    ] as const) {
      expect(await explore(...args)).toMatchObject({ exit: 2, stderr: expect.stringContaining(words) })
    }
    expect(prompts(local)).toEqual([])
  })
})
