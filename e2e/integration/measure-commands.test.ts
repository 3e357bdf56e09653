import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tidegate, warmTidegate } from './command.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-measure-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(name: string, rows: readonly unknown[]): string {
  const file = join(folder, name)
  writeFileSync(file, rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''))
  return file
}

describe('scan --jsonl', () => {
  it('prints one line a row in their order, reports what is no row, and fails at the end', async () => {
    const file = fileOf('mixed.jsonl', [
      { id: 1, text: 'hello' },
      '{ "id": 2, "te',
      { id: 'three', text: 'Mail ada@byron.example', more: true },
      { id: 4 },
      '',
      // A line separator inside a JSON string ends no row.
      `{"id":5,"text":"one\u2028two"}`,
    ])
    const { exit, stdout, stderr } = await tidegate(['scan', '--jsonl', file])
    expect(exit).toBe(1)
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { id: 1, label: 'public', findings: [] },
      { id: 'three', label: 'confidential', findings: [{ type: 'EMAIL_ADDRESS', start: 5, end: 22 }] },
      { id: 5, label: 'public', findings: [] },
    ])
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/Line 2 is not JSON/),
      expect.stringMatching(/Line 4 needs an "id" and a "text"/),
    ])
  })

  it('takes rows with Windows line ends, a byte order mark, and no end of the last line', async () => {
    const file = join(folder, 'windows.jsonl')
    writeFileSync(file, '\uFEFF{"id":1,"text":"a"}\r\n{"id":2,"text":"Zoë 😂"}')
    const { exit, stdout } = await tidegate(['scan', '--jsonl', file])
    expect(exit).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(2)
  })

  it('answers each row as it comes', async () => {
    const command = fileURLToPath(new URL('../../bin/tidegate.mjs', import.meta.url))
    const child = spawn(process.execPath, [command, 'scan', '--jsonl', '-'], { env: { ...process.env, TIDEGATE_NO_BUILD: '1' } })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    for (const id of [1, 2]) {
      child.stdin.write(`${JSON.stringify({ id, text: 'hello' })}\n`)
      expect(JSON.parse(String((await lines.next()).value))).toMatchObject({ id })
    }
    child.stdin.end()
    expect(await once(child, 'close')).toEqual([0, null])
  })

  it('reads 200 MB of rows in 128 MB', { tags: ['long'] }, async () => {
    const file = join(folder, 'many.jsonl')
    const hundred = `${JSON.stringify({ id: 'r', note: 'x'.repeat(20_000), text: 'a plain sentence' })}\n`.repeat(100)
    for (let written = 0; written < 10_000; written += 100) appendFileSync(file, hundred)
    const { exit, stdout, stderr } = await tidegate(['scan', '--jsonl', file], { env: { NODE_OPTIONS: '--max-old-space-size=128' } })
    expect(exit, stderr).toBe(0)
    expect(stdout.split('\n')).toHaveLength(10_001)
  })
})

describe('eval privacy', () => {
  const rows = [
    { id: 'a', text: 'Mail ada@byron.example', spans: [[5, 22, 'EMAIL_ADDRESS']] },
    { id: 'b', text: 'Mail ada@byron.example', pii_units: 'ada@byron.example||Rivendell', source: 'chat' },
    { id: 'c', text: 'What is 2 + 2?', label: 'public', group: 'open', other: { kept: true } },
    { id: 'd', text: 'password = "kT9!vQ2#xW7z"', label: 1, spans: [[12, 24, 'password']], rule: 'generic' },
  ]

  it('prints every metric that the rows allow as one document', async () => {
    const { exit, stdout, stderr } = await warmTidegate(['eval', 'privacy', '--data', fileOf('all.jsonl', rows), '--json'])
    expect(exit, stderr).toBe(0)
    const metrics = JSON.parse(stdout)
    expect(metrics).toMatchObject({
      rows: 4,
      spans: { documents: 1, typed: { precision: 1, recall: 1, f1: 1 }, byType: { EMAIL: { gold: 1, f1: 1 } }, characters: { f1: 1 } },
      units: { prompts: 1, units: 1, absentUnits: 1, meanLeak: 0, overRedaction: { count: 0 } },
      requests: { kinds: { secrets: 1, prompts: 1 }, byGroup: { open: { falseFlagRate: 0 } }, balancedAccuracy: 1, mcc: 1 },
    })
    expect(metrics.speed.perMessageMBps).toBeGreaterThan(0)
    expect(metrics.speed.chunksMBps).toBeGreaterThan(0)
  })

  it('prints them for a person too', async () => {
    const { exit, stdout } = await warmTidegate(['eval', 'privacy', '--data', fileOf('all.jsonl', rows)])
    expect(exit).toBe(0)
    expect(stdout).toMatch(/typed, IoU ≥ 0\.5 +100\.0 +100\.0 +100\.0/)
    expect(stdout).toMatch(/Left after redaction: 0\.0 % a text/)
    expect(stdout).toMatch(/MB\/s per message/)
  })

  it('names the line of a row that cannot be scored', async () => {
    const { exit, stdout, stderr } = await warmTidegate([
      'eval',
      'privacy',
      '--data',
      fileOf('bad.jsonl', [...rows, { id: 'e', text: 'x' }]),
    ])
    expect(exit).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/Line 5: needs "spans", "units" or "label"/)
  })
})

describe('bench', () => {
  it('says which peers are missing and how to install them, and installs nothing', async () => {
    // A checkout without the peers: the same sources beside an empty bench/node_modules.
    const checkout = mkdtempSync(join(tmpdir(), 'tidegate-checkout-'))
    const root = fileURLToPath(new URL('../..', import.meta.url))
    for (const folderName of ['main', 'contracts', 'resources', 'package.json', 'node_modules']) {
      symlinkSync(join(root, folderName), join(checkout, folderName))
    }
    cpSync(join(root, 'bench'), join(checkout, 'bench'), { recursive: true, filter: (source) => !source.includes('node_modules') })
    const args = [
      join(checkout, 'bench/privacy/run.ts'),
      '--data',
      fileOf('bench.jsonl', [{ text: 'a', spans: [] }]),
      '--peers',
      'compromise',
    ]
    const child = spawn(process.execPath, args)
    let stderr = ''
    child.stderr.on('data', (chunk) => (stderr += String(chunk)))
    expect(await once(child, 'close')).toEqual([1, null])
    expect(stderr).toMatch(/not installed: compromise 14\.17\.0\. Install them with: npm ci --prefix bench/)
    expect(existsSync(join(checkout, 'bench/node_modules'))).toBe(false)
    rmSync(checkout, { recursive: true, force: true })
  })

  it('runs ours on the rows where it is asked for nobody else', { tags: ['long'], timeout: 60_000 }, async () => {
    const file = fileOf('ours.jsonl', [
      { text: 'Mail ada@byron.example about it', spans: [[5, 22, 'EMAIL_ADDRESS']] },
      { text: 'Mail ada@byron.example about it', units: ['ada@byron.example'] },
    ])
    const { exit, stdout, stderr } = await tidegate([
      'bench',
      'privacy',
      '--data',
      file,
      '--peers',
      'whole-text',
      '--parts',
      'quality,typing',
      '--json',
    ])
    expect(exit, stderr).toBe(0)
    const bench = JSON.parse(stdout)
    expect(bench.quality.tidegate.files['ours.jsonl']).toMatchObject({ typedF1: 1, charF1: 1, unitsLeft: 0, overRedaction: 0 })
    expect(bench.quality['whole-text'].files['ours.jsonl']).toMatchObject({ typedF1: 0, unitsLeft: 0, overRedaction: 1 })
    expect(bench).toMatchObject({ speed: {}, adversarial: null })
    expect(bench.typing).toMatchObject([{ characters: 4_000 }, { characters: 100_000 }])
  })

  it('knows no benchmark of another name', async () => {
    const { exit, stderr } = await warmTidegate(['bench', 'everything'])
    expect(exit).toBe(2)
    expect(stderr).toMatch(/no benchmark everything\. There is: privacy/)
  })
})
