import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDataDir, removeDataDir, startHost } from '../host-process.ts'
import { startLangbaseServer } from '../services/index.ts'
import { warmTidegate as tidegate } from './command.ts'
import { twoProviders } from './test-app.ts'

const sample = fileURLToPath(new URL('../../resources/sample/launch-plan.md', import.meta.url))
let folder: string
let dataDir: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-wrong-'))
  dataDir = join(folder, 'data')
  mkdirSync(join(folder, 'a-folder'))
  writeFileSync(join(folder, 'binary.bin'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 3, 0, 255, 254]))
  writeFileSync(join(folder, 'large.txt'), '')
  truncateSync(join(folder, 'large.txt'), 50 * 1024 * 1024)
  writeFileSync(join(folder, 'rows.jsonl'), '{"id":1,"text":"fine"}\n{"id":2}\n')
  writeFileSync(join(folder, 'not-json.json'), '{')
  writeFileSync(join(folder, 'empty.txt'), '')
  writeFileSync(join(folder, 'blanks.md'), ' \n\n\t')
  writeFileSync(join(folder, 'damaged.docx'), 'PK\u0003\u0004 and nothing else')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One line on stderr that says what is wrong and what to do, nothing on stdout, the right exit code. */
async function expectRefusal(args: readonly string[], exit: number, hint: RegExp, stdin?: string): Promise<void> {
  const result = await tidegate(args, stdin === undefined ? {} : { stdin })
  expect(result.stderr.trim().split('\n'), result.stderr).toHaveLength(1)
  expect(result.stderr).toMatch(hint)
  expect(result.exit).toBe(exit)
  expect(result.stdout).toBe('')
}

/** The one document that a failing command prints with `--json`, beside what it says on stderr. */
async function failureOf(args: readonly string[]): Promise<{ exit: number | null; code: string; message: string; stderr: string }> {
  const { stdout, stderr, exit } = await tidegate([...args, '--json'])
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  const document = JSON.parse(stdout) as { error: { code: string; message: string } }
  expect(Object.keys(document)).toEqual(['error'])
  return { exit, stderr, ...document.error }
}

describe('wrong input gets one line that says what to do', () => {
  const generate = (...rest: string[]): string[] => ['generate', '--data-dir', dataDir, ...rest]
  const withSource = (name: string): string[] => generate('--prompt', 'Summarise', '--source', join(folder, name))

  it.each<[string, () => string[], number, RegExp]>([
    ['a missing file', () => ['scan', join(folder, 'nothing.txt')], 2, /nothing\.txt: There is no file/i],
    ['a folder', () => ['scan', join(folder, 'a-folder')], 2, /folder/i],
    ['a binary file', () => ['scan', join(folder, 'binary.bin')], 2, /binary|not text/i],
    ['a 50 MB file', () => ['scan', join(folder, 'large.txt')], 2, /too large|larger/i],
    ['a row without text', () => ['scan', '--jsonl', join(folder, 'rows.jsonl')], 1, /Line 2/],
    ['a missing source', () => withSource('nothing.md'), 2, /no file/i],
    ['a folder as a source', () => withSource('a-folder'), 2, /folder/i],
    ['a binary source', () => withSource('binary.bin'), 2, /binary|not text/i],
    ['a 50 MB source', () => withSource('large.txt'), 2, /too large|larger/i],
    ['an empty prompt', () => generate('--prompt', '   '), 2, /prompt is empty/i],
    ['no prompt', () => generate(), 2, /--prompt/],
    ['an unknown route', () => generate('--prompt', 'x', '--route', 'teleport'), 2, /auto, local, hosted or hybrid/],
    ['an unknown template', () => generate('--prompt', 'x', '--template', 'novel'), 2, /tidegate templates list/],
    ['a scenario file that is no JSON', () => ['route', '--scenario', join(folder, 'not-json.json')], 2, /JSON/],
    [
      'an unknown template to show',
      () => ['templates', 'show', 'novel', '--data-dir', dataDir],
      2,
      /no template novel.*tidegate templates list/,
    ],
    [
      'nothing to write from, without a line of a log',
      () => generate('--prompt', 'Hello there'),
      1,
      /^tidegate: There is nothing to write from yet\./,
    ],
    ['a port that is none', () => ['serve', '--data-dir', dataDir, '--port', '99999'], 2, /0 to 65535/],
    ['a data folder that cannot be made', () => ['jobs', 'list', '--data-dir', join(folder, 'large.txt', 'x')], 1, /--data-dir/],
    ['a job that does not exist', () => ['jobs', 'show', 'job_none', '--data-dir', dataDir], 1, /no job/i],
    ['an unknown vault', () => ['restore', sample, '--vault', 'vlt_none', '--data-dir', dataDir], 1, /vault/i],
    ['an unknown setting', () => ['config', 'set', 'colour', 'red', '--data-dir', dataDir], 2, /no setting "colour"\..*privacyMode/],
    [
      'an unknown setting of a group',
      () => ['config', 'set', 'timeouts.total', '5', '--data-dir', dataDir],
      2,
      /no setting "timeouts\.total"\..*totalMs/,
    ],
    [
      'a value that a setting may not be',
      () => ['config', 'set', 'privacyMode', 'loose', '--data-dir', dataDir],
      2,
      /^tidegate: "privacyMode" was not set: it has to be balanced or local-only\.\n$/,
    ],
    [
      'a value of the wrong kind',
      () => ['config', 'set', 'budgetUsdPerDay', 'much', '--data-dir', dataDir],
      2,
      /^tidegate: "budgetUsdPerDay" was not set: it has to be a number\.\n$/,
    ],
    ['no setting at all', () => ['config', 'set', 'a..b', '1', '--data-dir', dataDir], 2, /not a setting/],
    [
      'an unknown scenario to hold',
      () => ['test', 'quarantine', 'nobody-wrote-it', '--data-dir', dataDir],
      2,
      /no scenario .nobody-wrote-it/,
    ],
    ['one to hold no more', () => ['test', 'quarantine', 'nobody-wrote-it', '--lift', '--data-dir', dataDir], 2, /no scenario/],
    [
      'a provider whose JSON is cut off',
      () => ['config', 'set', 'providers.0', '{"id":"ollama"', '--data-dir', dataDir],
      2,
      /not JSON\. Check its quotes/,
    ],
    ['a search for nothing', () => ['sources', 'search', ' ', '--data-dir', dataDir], 2, /words to look for/],
    ['a search of the history for nothing', () => ['history', 'search', '', '--data-dir', dataDir], 2, /words to look for/],
    ['an empty source', () => withSource('empty.txt'), 1, /empty\.txt: This file is empty.*not added/],
    [
      'an empty file to add',
      () => ['sources', 'add', join(folder, 'empty.txt'), '--data-dir', dataDir],
      1,
      /empty\.txt: This file is empty/,
    ],
    ['a file of blanks', () => withSource('blanks.md'), 1, /blanks\.md: This file holds no text/],
    ['a damaged document, by its name', () => withSource('damaged.docx'), 1, /damaged\.docx: This document is damaged/],
    [
      'an unknown flag to roll out',
      () => ['rollout', 'start', 'nonsense', 'on', '--data-dir', dataDir],
      2,
      /no flag "nonsense"\. There are/,
    ],
    [
      'a schedule for nothing',
      () => ['jobs', 'schedule', 'add', 'x', '--cron', '0 7 * * *', '--kind', 'sync-folder', '--data-dir', dataDir],
      2,
      /"sync-folder" need a subject/,
    ],
    [
      'a folder to write to that is not there',
      () => ['ledger', 'export', '--output', join(folder, 'nowhere', 'x.jsonl'), '--data-dir', dataDir],
      2,
      /no folder .*nowhere/,
    ],
    [
      'a file to write that is there',
      () => ['ledger', 'export', '--output', join(folder, 'rows.jsonl'), '--data-dir', dataDir],
      2,
      /is there already/,
    ],
    ['a key for an unknown provider', () => ['config', 'key', 'nobody', '--data-dir', dataDir], 2, /no provider/i],
  ])('%s', async (_case, args, exit, hint) => {
    // A row that is fine may be printed before the wrong one is met.
    if (args().includes('--jsonl')) {
      const result = await tidegate(args())
      expect(result.exit).toBe(exit)
      expect(result.stderr).toMatch(hint)
    } else await expectRefusal(args(), exit, hint)
  })

  it('a team that cannot be reached is no move of nothing', async () => {
    const { exit, stderr, stdout } = await tidegate(['jobs', 'move', '--to', 'postgres://nobody@127.0.0.1:9/team', '--data-dir', dataDir])
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
    expect(stderr).toContain('cannot be reached')
  })

  it('an unknown command or option is a usage error', async () => {
    expect((await tidegate(['fly'])).exit).toBe(2)
    expect((await tidegate(['scan', '--colour'])).exit).toBe(2)
    expect((await tidegate(['scan', '--help'])).exit).toBe(0)
  })

  it('with --json is one document on stdout, too', async () => {
    const missing = await failureOf(['scan', join(folder, 'nothing.txt')])
    expect(missing).toMatchObject({ exit: 2, code: 'FILE_NOT_FOUND' })
    expect(missing.stderr).toBe(`tidegate: ${missing.message}\n`)
    expect(await failureOf(['jobs', 'show', 'job_none', '--data-dir', dataDir])).toMatchObject({ exit: 1, code: 'NOT_FOUND' })
    for (const what of [['sources'], ['templates'], ['jobs', 'schedule']])
      expect(await failureOf([...what, 'remove', 'nothing', '--data-dir', dataDir])).toMatchObject({ exit: 1, code: 'NOT_FOUND' })
    const usage = await failureOf(['scan', '--colour=my-secret'])
    expect(usage).toMatchObject({ exit: 2, code: 'BAD_INPUT', message: expect.stringMatching(/^There is no such option\..*--help/) })
    expect(await failureOf(['fly-my-secret'])).toMatchObject({ exit: 2, code: 'BAD_INPUT' })
    expect(await failureOf(['restore', sample])).toMatchObject({ exit: 2, code: 'BAD_INPUT' })
    expect(JSON.stringify(usage.message)).not.toContain('my-secret')
  })

  it('whoever reads lines gets no document', async () => {
    const rows = await tidegate(['scan', '--jsonl', join(folder, 'nothing.jsonl'), '--json'])
    expect(rows).toMatchObject({ exit: 2, stdout: '' })
    expect(await tidegate(['serve', '--data-dir', dataDir, '--port', '99999', '--json'])).toMatchObject({ exit: 2, stdout: '' })
    expect(await tidegate(['generate', '--data-dir', dataDir, '--prompt', ' ', '--stream', '--json'])).toMatchObject({
      exit: 2,
      stdout: '',
    })
  })

  it('of several sources what can be added is, and each that cannot is named with its reason', async () => {
    const own = makeDataDir()
    const add = (...names: string[]): string[] => ['sources', 'add', ...names.map((name) => join(folder, name)), '--data-dir', own]
    writeFileSync(join(folder, 'good.txt'), 'The tide is low at noon.')
    const some = await tidegate(add('empty.txt', 'good.txt', 'blanks.md'))
    expect(some).toMatchObject({ exit: 1, stdout: expect.stringMatching(/^\S+ .* good\.txt\n$/) })
    expect(some.stderr).toMatch(/empty\.txt: This file is empty.*blanks\.md: This file holds no text.*Added: good\.txt\.\n$/)
    const none = await tidegate(add('empty.txt'))
    expect(none).toMatchObject({ exit: 1, stdout: '' })
    expect(none.stderr).not.toContain('Added')
    expect(await failureOf(add('empty.txt', 'good.txt'))).toMatchObject({
      exit: 1,
      message: expect.stringMatching(/empty\.txt.*Added: good\.txt\.$/),
    })
    removeDataDir(own)
  })

  it('settings that are no JSON', async () => {
    const broken = makeDataDir()
    writeFileSync(join(broken, 'config.json'), '{"privacyMode": ')
    await expectRefusal(['jobs', 'list', '--data-dir', broken], 1, /config\.json/)
    removeDataDir(broken)
  })

  it('a data folder that is in use, and a port that is in use', async () => {
    const first = makeDataDir()
    const second = makeDataDir()
    const host = await startHost(first)
    const { port } = new URL(host.url)
    await expectRefusal(['serve', '--data-dir', second, '--port', port], 1, /in use/)
    await expectRefusal(['serve', '--data-dir', first, '--port', '0'], 1, new RegExp(`${host.pid}`))
    await host.stop()
    removeDataDir(first)
    removeDataDir(second)
  })

  it('a damaged database is set aside, not deleted, and the app goes on', async () => {
    const damaged = makeDataDir()
    await tidegate(['jobs', 'list', '--data-dir', damaged])
    const database = readdirSync(damaged).find((name) => name.endsWith('.db') && !name.includes('lock')) ?? ''
    writeFileSync(join(damaged, database), 'this is no database, but it was somebody’s work')
    const result = await tidegate(['jobs', 'list', '--data-dir', damaged])
    expect(result.exit).toBe(0)
    const aside = readdirSync(join(damaged, 'set-aside'), { recursive: true, encoding: 'utf8' })
    expect(aside.some((name) => name.endsWith(database))).toBe(true)
    removeDataDir(damaged)
  })

  it('a wrong key says which provider and what to do', async () => {
    const server = await startLangbaseServer({ key: 'the-right-key' })
    const wrong = makeDataDir(twoProviders({ hosted: server }), { hosted: 'a-wrong-key' })
    const result = await tidegate(['generate', '--data-dir', wrong, '--prompt', 'Write a short note on tides.', '--route', 'hosted'])
    expect(result.exit).toBe(1)
    expect(result.stderr).toMatch(/key/i)
    expect(result.stderr).toContain('hosted')
    expect(result.stdout + result.stderr).not.toContain('a-wrong-key')
    await server.stop()
    removeDataDir(wrong)
  })

  it('a source that is fine still works beside all that', async () => {
    const copy = join(folder, 'copy.md')
    copyFileSync(sample, copy)
    const result = await tidegate(generate('--prompt', 'Summarise the launch plan', '--source', copy))
    expect(result.exit).toBe(0)
    expect(result.stdout).toContain('[1]')
  })
})
