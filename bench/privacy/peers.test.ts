import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { askPeer } from './ask-peer.ts'
import { readDataSets } from './data-sets.ts'
import { installedPackages } from './installed.ts'
import { longestWins } from './longest-wins.ts'
import { pathologicalTexts } from './pathological.ts'
import { open as openThreePatterns } from './peers/three-patterns.ts'
import { ratioOf, ratiosOf } from './ratios.ts'
import { corpusOf } from './speed.ts'
import { DetectedSchema, TimedSchema } from './tasks.ts'

const folders: string[] = []
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('a peer’s process', () => {
  it('says what was found, in the original’s places', async () => {
    const text = 'Write to ada@byron.example'
    const asked = await askPeer({ kind: 'detect', peer: 'tidegate', texts: [text, 'hello'] }, DetectedSchema, 30_000)
    expect(asked).toMatchObject({ connections: 0, result: { aligned: [true, true], flagged: [true, false] } })
    expect('result' in asked && asked.result.spans).toEqual([[{ type: 'EMAIL_ADDRESS', start: 9, end: 26 }], []])
  })

  it('measures whole rounds, and says when the budget cut the first one short', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `Message ${index} to nobody in particular.`)
    const whole = await askPeer({ kind: 'time', peer: 'three-patterns', texts, budgetMs: 5_000, maxRounds: 3 }, TimedSchema, 30_000)
    expect(whole).toMatchObject({ result: { rounds: 3, complete: true } })
    const cut = await askPeer({ kind: 'time', peer: 'three-patterns', texts, budgetMs: 0, maxRounds: 3 }, TimedSchema, 30_000)
    expect(cut).toMatchObject({ result: { rounds: 1, complete: false } })
  })

  it('is stopped at its limit, and the run goes on', async () => {
    const texts = [`${'Anna Smith '.repeat(1_000)}`]
    const asked = await askPeer({ kind: 'time', peer: 'tidegate', texts, budgetMs: 60_000, maxRounds: 1_000_000 }, TimedSchema, 1_500)
    expect(asked).toEqual({ problem: 'did not finish in 2 s', connections: 0 })
  })

  it.each([
    ['process.exit(7)', /^crashed \(exit 7\)/],
    ["setImmediate(() => { throw new TypeError('no such thing') })", /^crashed \(exit 1\): .*TypeError: no such thing/],
    ["require('node:fs').writeFileSync(__filename, '')", /^crashed \(exit 1\): .*ERR_ACCESS_DENIED|^crashed \(exit 1\): .*restricted/],
  ])('that does %s is reported as crashed', async (code, problem) => {
    const program = join(folderOf({ 'peer.cjs': code }), 'peer.cjs')
    const asked = await askPeer({ kind: 'detect', peer: 'any', texts: [] }, DetectedSchema, 30_000, program)
    expect('problem' in asked && asked.problem).toMatch(problem)
  })

  it('that cannot be opened is a line in the report', async () => {
    expect(await askPeer({ kind: 'detect', peer: 'nobody', texts: [''] }, z.unknown(), 30_000)).toEqual({
      problem: 'There is no peer nobody.',
      connections: 0,
    })
  })
})

describe('a peer’s way to the network', () => {
  it.each([
    ["fetch('http://127.0.0.1:49151')"],
    ["import('node:https').then(({ get }) => get('https://127.0.0.1:49151'))"],
    ["import('node:net').then(({ connect }) => connect(9, '127.0.0.1'))"],
    ["import('node:tls').then(({ connect }) => connect(9, '127.0.0.1'))"],
    ["import('node:dns/promises').then(({ lookup }) => lookup('localhost'))"],
    ["import('node:dgram').then(({ createSocket }) => createSocket('udp4').send('x', 9, '127.0.0.1'))"],
  ])('%s is refused and counted', (code) => {
    const guard = new URL('no-network.ts', import.meta.url)
    const program = `const { connectionAttempts } = await import('${guard.href}')
      await Promise.resolve(${code}).catch(() => undefined); process.exitCode = connectionAttempts() === 1 ? 0 : 4`
    const { status, stderr } = spawnSync(process.execPath, ['--import', guard.href, '--input-type=module', '-e', program], {
      encoding: 'utf8',
    })
    expect(status, stderr).toBe(0)
  })
})

describe('the peers’ packages', () => {
  it('are named with the version that is missing or another one', () => {
    const folder = folderOf({
      'package.json': JSON.stringify({ devDependencies: { compromise: '1.2.3', 'redact-pii': '3.4.0' } }),
    })
    expect(installedPackages(['both', 'tidegate'], pathToFileURL(`${folder}/`))).toEqual({
      versions: {},
      missing: ['compromise 1.2.3', 'redact-pii 3.4.0'],
    })
  })
})

describe('the data folder', () => {
  it('takes every file of labelled rows and names the others', async () => {
    const folder = folderOf({
      'b-names.jsonl': '{"text":"Ada","spans":[[0,3,"PERSON"]]}\n',
      'a-keys.jsonl': '\n{"text":"key","label":1,"spans":null}\n',
      'routes.jsonl': '{"id":1,"prompt":"hello"}\n',
      'notes.md': '# no rows',
    })
    const { sets, skipped } = await readDataSets(folder)
    expect(sets.map(({ name, isSecrets }) => [name, isSecrets])).toEqual([
      ['a-keys.jsonl', true],
      ['b-names.jsonl', false],
    ])
    expect(skipped).toEqual(['routes.jsonl'])
  })

  it('names the file and line of a row that is wrong further on', async () => {
    const folder = folderOf({ 'rows.jsonl': '{"text":"Ada","spans":[]}\n{"text":1}\n' })
    await expect(readDataSets(folder)).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(/^rows\.jsonl: Line 2/) })
  })

  it('makes 10 MB of the rows that are no fixtures of scanners', async () => {
    const folder = folderOf({
      'names.jsonl': `{"text":"${'Zoë '.repeat(5_000)}","spans":[]}\n`,
      'keys.jsonl': '{"text":"key","label":1,"spans":null}\n',
    })
    const corpus = corpusOf((await readDataSets(folder)).sets)
    expect(corpus).toHaveLength(400)
    expect(corpus).not.toContain('key')
  })
})

describe('overlaps', () => {
  it('are settled for the longest, and among equals for the first', () => {
    const span = (type: string, start: number, end: number) => ({ type, start, end })
    expect(longestWins([span('A', 0, 4), span('B', 2, 9), span('C', 9, 12), span('D', 9, 12)])).toEqual([span('B', 2, 9), span('C', 9, 12)])
  })
})

describe('the floor of three patterns', () => {
  it.each([
    ['Then Anna Smith flew to Rome.', ['PERSON:Anna Smith', 'PERSON:Rome']],
    ['Please call J. Smith on 555-0134 (or 12).', ['PERSON:J. Smith', 'PHONE_NUMBER:555-0134', 'PHONE_NUMBER:12']],
    ['The best. Mail a1@b.org today', ['EMAIL_ADDRESS:a1@b.org']],
    ['nothing here', []],
  ])('%s', async (text, expected) => {
    const { spans } = await (await openThreePatterns()).detect(text)
    expect(spans.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`).sort()).toEqual([...expected].sort())
  })
})

describe('ratios', () => {
  it('are above 1 when ours is better, whichever way the figure points', () => {
    const base = { title: '', peer: '', isShare: true }
    expect(ratioOf({ ...base, ours: 0.8, best: 0.4, higherIsBetter: true })).toBe(2)
    expect(ratioOf({ ...base, ours: 0.1, best: 0.4, higherIsBetter: false })).toBe(4)
    expect(ratioOf({ ...base, ours: 0, best: 0.4, higherIsBetter: false })).toBeNull()
  })

  it('compare with the best library, never with what costs nothing', () => {
    const file = { charF1: null, charF1OfGoldTypes: null, overlapF1: null, cleanFlagged: null, unitsLeft: null, zeroLeak: null }
    const rest = { overRedaction: null, balancedAccuracy: null, recall: null, falseFlags: null, mcc: null, spanRecall: null }
    const quality = (typedF1: number) => ({
      problem: null,
      connections: 0,
      files: { f: { ...file, ...rest, alignmentFailures: 0, typedF1 } },
    })
    const peers = { tidegate: quality(0.6), compromise: quality(0.3), langchain: quality(0.1), 'whole-text': quality(0.9) }
    expect(ratiosOf(['f'], peers, {})).toEqual([
      { title: 'f: typed F1', ours: 0.6, best: 0.3, peer: 'compromise', higherIsBetter: true, isShare: true },
    ])
  })
})

describe('pathological strings', () => {
  it('are many, all of 100,000 code units, and the same in every run', () => {
    const texts = pathologicalTexts()
    expect(texts.length).toBeGreaterThan(100)
    expect(texts.filter(({ text }) => text.length !== 100_000)).toEqual([])
    expect(pathologicalTexts()).toEqual(texts)
  })
})
