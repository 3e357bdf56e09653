import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { TestRunSchema } from '#contracts/test-run.ts'
import { type CommandResult, warmTidegate as tidegate } from './command.ts'

const LIMIT_MS = 120_000
/** The last of the samples is there. */
const READY = '  - wait: { for: { role: checkbox, name: launch-plan.md } }\n'
const GENERATE = `providers: [local, hosted]
steps:
${READY}  - click: { role: button, name: Use none }
  # MACHINE
  - fill: { role: textbox, name: Prompt, with: Write two sentences about the weather at sea. }
  - click: { role: button, name: Generate }
  - wait: { for: { role: article, name: Draft text }, seconds: 30 }
`
const SCENARIOS = {
  'one-that-holds': `name: one-that-holds\ntitle: The first screen is there\ntags: [quick]\nsteps:\n${READY}expect:\n  - text: Prompt\n`,
  'one-that-fails': `name: one-that-fails\ntitle: A text that nobody wrote\nsteps:\n  - wait: { text: Nobody wrote this, seconds: 1 }\nexpect:\n  - text: Prompt\n`,
  'a-picture': `name: a-picture\ntitle: Compose looks as approved\nsteps:\n${READY}expect:\n  - looks: first-screen\nmasks: [.status-strip]\n`,
  'at-rest': `name: at-rest\ntitle: What a machine at rest does by itself\n${GENERATE}expect:\n  - route: local\n`,
  'under-load': `name: under-load\ntitle: A machine that has no room left asks elsewhere\n${GENERATE.replace('# MACHINE', '- machine: { cpu: 99, freeMemoryMb: 100 }')}expect:\n  - route: hosted\n`,
}

const OutputSchema = z.object({
  run: TestRunSchema,
  outcome: z.object({ ok: z.boolean(), words: z.string() }),
  reports: z.object({ html: z.string(), junit: z.string() }),
})

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tidegate-test-commands-'))
  mkdirSync(join(home, 'scenarios'))
  for (const [name, text] of Object.entries(SCENARIOS)) writeFileSync(join(home, 'scenarios', `${name}.yaml`), text)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** From a place without scenarios of its own. */
const test = (...args: readonly string[]): Promise<CommandResult> =>
  tidegate(['test', ...args, '--data-dir', home, '--folder', join(home, 'none')])
const run = async (...args: readonly string[]) => {
  const result = await test('run', '--json', ...args)
  return { ...result, output: OutputSchema.parse(JSON.parse(result.stdout)) }
}

describe('tidegate test run', () => {
  beforeAll(() => mkdirSync(join(home, 'none')))

  it(
    'ends with 0 when all passed, says what it ran on, and keeps the verdict',
    async () => {
      const { exit, output, stderr } = await run('one-that-holds')
      expect(stderr).toContain('headless runs on Chromium')
      expect([exit, output.outcome.words]).toEqual([0, '1 passed.'])
      expect(output.run.results).toMatchObject([{ attempt: 1, ranOn: expect.stringContaining('Chromium'), verdict: { status: 'passed' } }])
      const again = await tidegate(['test', 'report', '--format', 'junit', '--data-dir', home])
      expect(again.stdout).toBe(readFileSync(output.reports.junit, 'utf8'))
      expect((await test('list')).stdout).toMatch(/one-that-holds +1 +quick +headless: passed/)
    },
    LIMIT_MS,
  )

  it(
    'ends with 1 when one failed, names the step, and leaves the screen and the log',
    async () => {
      const { exit, output } = await run('one-that-fails', '--rerun')
      expect([exit, output.outcome.words]).toEqual([1, '0 passed, 1 failed.'])
      const [result, second] = output.run.results
      expect(second).toMatchObject({ attempt: 2, verdict: { status: 'failed', again: true } })
      expect(result?.verdict).toMatchObject({
        status: 'failed',
        steps: [{ words: 'wait for “Nobody wrote this”', status: 'failed' }],
      })
      expect(result?.artefacts.map(({ kind, path }) => [kind, existsSync(join(output.run.folder, path))])).toEqual([
        ['screen', true],
        ['log', true],
        ['trace', true],
      ])
      const html = readFileSync(output.reports.html, 'utf8')
      expect(html).toContain('data:image/png;base64,')
      expect(html).toContain(`npx tidegate test trace ${output.run.id} one-that-fails --runner headless`)
      const trace = (...args: readonly string[]) => tidegate(['test', 'trace', ...args, '--data-dir', home])
      expect(JSON.parse((await trace('newest', 'one-that-fails', '--json')).stdout)).toEqual({
        scenario: 'one-that-fails',
        runner: 'headless',
        file: expect.stringMatching(/trace\.zip$/),
      })
      for (const [args, words] of [
        [[output.run.id, 'one-that-holds'], 'There is no scenario “one-that-holds” in run'],
        [['run_none', 'one-that-fails'], 'There is no run run_none'],
        [['newest', 'one-that-fails', '--runner', 'mcp'], 'No trace was kept'],
      ] as const) {
        expect(await trace(...args)).toMatchObject({ exit: 1, stderr: expect.stringContaining(words) })
      }
    },
    LIMIT_MS,
  )

  it('does not pass a picture that nobody approved, and passes it afterwards', { tags: ['long'], timeout: LIMIT_MS }, async () => {
    const first = await run('a-picture')
    expect([first.exit, first.output.outcome.words]).toEqual([1, '0 passed, 1 waits for a person’s look.'])
    expect(await test('approve', 'another')).toMatchObject({ exit: 2, stderr: expect.stringContaining('Waiting: first-screen') })
    expect(await test('approve', 'first-screen', '--note', 'As designed')).toMatchObject({
      exit: 0,
      stdout: 'Approved first-screen (headless).\n',
    })
    const second = await run('a-picture', '--repeat', '2')
    expect([second.exit, second.output.outcome.words]).toEqual([0, '2 passed.'])
  })

  it('has the app decide by the machine that a scenario describes', { tags: ['long'], timeout: LIMIT_MS }, async () => {
    const { exit, output } = await run('at-rest', 'under-load')
    expect(output.run.results.map(({ verdict }) => [verdict.scenario, verdict.status])).toEqual([
      ['at-rest', 'passed'],
      ['under-load', 'passed'],
    ])
    expect(exit).toBe(0)
  })

  it('lets a scenario in quarantine fail no run, and counts it again when that is lifted', {
    tags: ['long'],
    timeout: LIMIT_MS,
  }, async () => {
    await tidegate(['test', 'quarantine', 'one-that-fails', '--owner', 'Ines', '--data-dir', home])
    const held = await run('one-that-fails')
    expect([held.exit, held.output.outcome.words]).toEqual([0, '0 passed, 1 in quarantine, not counted.'])
    await tidegate(['test', 'quarantine', 'one-that-fails', '--lift', '--data-dir', home])
    const { stdout } = await tidegate(['test', 'report', '--data-dir', home])
    expect(stdout).toMatch(/^# Not passed: 0 passed, 1 failed\./)
  })

  it('ends with 2 for what there is not', async () => {
    for (const [args, words] of [
      [['run', 'nobody-wrote-this'], 'There is no scenario “nobody-wrote-this”.'],
      [['run', '--runner', 'by-hand'], 'is no runner'],
      [['run', '--runner', 'mcp,by-hand'], 'is no runner'],
      [['run', '--tag', 'none'], 'No scenario has the tag'],
      [['run', '--repeat', '0'], '--repeat needs'],
    ] as const) {
      expect(await test(...args)).toMatchObject({ exit: 2, stderr: expect.stringContaining(words) })
    }
  })
})

describe('tidegate test lint', () => {
  it('says line and column of what is wrong and of what is brittle', async () => {
    const broken = join(home, 'broken.yaml')
    writeFileSync(broken, 'name: broken\ntitle: Broken\nsteps:\n  - klick: { role: button }\nexpect:\n  - text: x\n')
    const brittle = join(home, 'brittle.yaml')
    writeFileSync(brittle, 'name: brittle\ntitle: Brittle\nsteps:\n  - press: Enter\n  - wait: { seconds: 1 }\nexpect:\n  - text: x\n')
    const { exit, stdout } = await tidegate(['test', 'lint', broken, brittle])
    expect(exit).toBe(1)
    expect(stdout.split('\n')).toEqual([
      `${broken}:4:5: This is no step or expectation that there is. See the schema: tidegate test schema`,
      `${brittle}:5:5: It waits for time to pass. Wait for a text or a control instead. (brittle)`,
      '',
    ])
  })

  it('does not say that nothing is wrong where there is nothing', async () => {
    const empty = join(home, 'no-scenarios')
    mkdirSync(empty)
    const found = await tidegate(['test', 'lint', '--data-dir', empty, '--folder', empty])
    expect(found).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^There is no scenario to look at\..*tidegate test record/) })
    const fine = join(home, 'fine.yaml')
    writeFileSync(fine, 'name: fine\ntitle: Fine\nsteps:\n  - press: Enter\nexpect:\n  - text: x\n')
    expect(await tidegate(['test', 'lint', fine])).toMatchObject({ exit: 0, stdout: 'Nothing is wrong with the one scenario.\n' })
  })

  it('stands on a schema that editors can read', async () => {
    const { stdout } = await tidegate(['test', 'schema'])
    expect(JSON.parse(stdout)).toMatchObject({ type: 'object', required: ['name', 'title', 'steps', 'expect'] })
  })
})

describe('tidegate test schedule', () => {
  it('puts runs on a schedule, keeps it while it is off, and refuses what never comes', async () => {
    const json = async (...args: string[]) =>
      JSON.parse((await tidegate(['test', 'schedule', ...args, '--json', '--data-dir', home])).stdout)
    expect(await json()).toBe(null)
    const first = await json('0 3 * * *', '--tag', 'quick', '--time-zone', 'Europe/Berlin', '--runner', 'all')
    expect(first).toMatchObject({
      on: true,
      plan: { tags: ['quick'], runner: 'all' },
      cron: '0 3 * * *',
      timeZone: 'Europe/Berlin',
      last: null,
    })
    expect(first.nextAt).toBeGreaterThan(Date.now())
    expect(await json('off')).toMatchObject({ on: false, nextAt: null, cron: '0 3 * * *' })
    expect((await tidegate(['test', 'schedule', '--data-dir', home])).stdout).toContain(
      'Off: 0 3 * * * (Europe/Berlin), scenarios with quick.',
    )
    expect(await json('on', '--tag', 'all')).toMatchObject({ on: true, plan: { tags: [], runner: 'all' }, timeZone: 'Europe/Berlin' })
    expect((await tidegate(['jobs', 'schedule', 'list', '--data-dir', home])).stdout).toMatch(/tests +test-run/)
    for (const args of [['at three'], ['0 3 * * *', '--tag', 'nothing-has-it'], ['0 3 * * *', '--runner', 'by-hand']]) {
      expect(await tidegate(['test', 'schedule', ...args, '--data-dir', home])).toMatchObject({ exit: 2 })
    }
  })
})

describe('tidegate test guard', () => {
  it('ends with 0 only where the runs of the build have passed', { tags: ['long'], timeout: LIMIT_MS }, async () => {
    const own = mkdtempSync(join(tmpdir(), 'tidegate-test-guard-'))
    try {
      const guard = (...args: string[]) => tidegate(['test', 'guard', '--json', ...args, '--data-dir', own])
      expect(await guard()).toMatchObject({ exit: 1, stdout: expect.stringContaining('"no-run"') })
      const args = ['--data-dir', own, '--folder', join(home, 'scenarios')]
      const { stdout } = await tidegate(['test', 'run', 'one-that-holds', '--json', ...args])
      const { run } = OutputSchema.parse(JSON.parse(stdout))
      const passed = await guard('--min-scenarios', '1')
      expect([passed.exit, JSON.parse(passed.stdout)]).toEqual([
        0,
        { status: 'pass', because: [], runId: run.id, app: run.environment.app },
      ])
      expect(await guard()).toMatchObject({ exit: 1, stdout: expect.stringContaining('"too-few"') })
      expect(await guard('--app', 'another build', '--min-scenarios', '1')).toMatchObject({ exit: 1 })
      await tidegate(['test', 'run', 'one-that-fails', ...args])
      const failed = await guard('--min-scenarios', '1')
      expect([failed.exit, JSON.parse(failed.stdout).status]).toEqual([1, 'fail'])
      for (const wrong of [
        ['--min-scenarios', '0'],
        ['--max-age-hours', 'long'],
      ])
        expect(await guard(...wrong)).toMatchObject({ exit: 2 })
    } finally {
      rmSync(own, { recursive: true, force: true })
    }
  })
})
