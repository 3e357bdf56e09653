import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GenerationSchema } from '#contracts/generation.ts'
import { RoutingDecisionSchema } from '#contracts/routing.ts'
import { VERDICTS } from '#contracts/routing-learning.ts'
import { makeDataDir, removeDataDir } from '../host-process.ts'
import { tidegate, warmTidegate } from './command.ts'

const sample = (name: string): string => fileURLToPath(new URL(`../../resources/sample/${name}`, import.meta.url))
let dataDir: string
beforeAll(() => {
  dataDir = makeDataDir()
})
afterAll(() => removeDataDir(dataDir))

/** Runs a command with `--json` on the test's data folder and reads the one document it prints. */
async function json(args: readonly string[], exit = 0, stdin?: string): Promise<unknown> {
  const result = await tidegate([...args, '--json', '--data-dir', dataDir], stdin === undefined ? {} : { stdin })
  expect(result.exit, result.stderr).toBe(exit)
  expect(result.stdout.trimEnd().split('\n')).toHaveLength(1)
  return JSON.parse(result.stdout)
}

describe('the command line', () => {
  it('scans a file, standard input, and rows', async () => {
    expect(await json(['scan', sample('deploy-config.env')])).toMatchObject({ label: 'restricted' })
    expect(await json(['scan', '-'], 0, 'mail ann@mail.example')).toMatchObject({
      label: 'confidential',
      findings: [{ type: 'EMAIL_ADDRESS', start: 5, end: 21 }],
    })
    const rows = await tidegate(['scan', '--jsonl', '-'], { stdin: '{"id":"a","text":"hello"}\n\n{"id":2,"text":"SSN 536-22-8145"}\n' })
    expect(
      rows.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { id: 'a', label: 'public', findings: [] },
      { id: 2, label: 'restricted' },
    ])
  })

  it('masks, keeps the stand-ins for the next text, and restores', { tags: ['long'] }, async () => {
    const text = 'Reply to Margaret Ellison (margaret.ellison@northfield.example) today.'
    const masked = (await json(['mask', '-'], 0, text)) as { text: string; vaultId: string }
    expect(masked.text).not.toMatch(/margaret|ellison|northfield/i)
    const again = (await json(['mask', '-', '--vault', masked.vaultId], 0, text)) as { text: string }
    expect(again.text).toBe(masked.text)
    expect(await json(['restore', '-', '--vault', masked.vaultId], 0, masked.text)).toMatchObject({ text, unresolved: [] })
  })

  it('gives a masked and a restored text on as the file was, byte for byte', async () => {
    for (const text of ['Write to ann@example.org\n', 'Write to ann@example.org', 'Write to ann@example.org\r\n\r\n']) {
      const masked = await warmTidegate(['mask', '-', '--data-dir', dataDir], { stdin: text })
      const vault = /--vault (\S+)/.exec(masked.stderr)?.[1] ?? ''
      expect(masked.stdout.replace(/\S+@\S+/, 'ann@example.org')).toBe(text)
      expect((await warmTidegate(['restore', '-', '--vault', vault, '--data-dir', dataDir], { stdin: masked.stdout })).stdout).toBe(text)
    }
  })

  it('does not say of an option that may come more than once that it is [] by default', async () => {
    const { stdout } = await warmTidegate(['generate', '--help'])
    expect(stdout.replace(/\s+/g, ' ')).toContain('a source to draw from (repeatable) --route')
  })

  it('names every verdict that it takes', async () => {
    const { stdout } = await warmTidegate(['route', 'feedback', '--help'])
    expect(stdout.replace(/\s+/g, ' ')).toContain(`was worth: ${VERDICTS.join(', ')}`)
  })

  it('scores how much prompts need the stronger model, and measures the scores', async () => {
    const prompts = ['Write a short note.', 'Prove the theorem rigorously and justify each step.']
    const rows = prompts.map((prompt, id) => ({ id, prompt, weak: id === 0 ? 1 : 0, strong: 1 }))
    const stdin = rows.map((row) => JSON.stringify(row)).join('\n')
    const scored = await tidegate(['route', 'difficulty', '--jsonl', '-'], { stdin })
    const [easy, hard] = scored.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; score: number })
    expect(easy?.score).toBeLessThan(hard?.score ?? 0)
    expect(await json(['eval', 'routing-difficulty', '--data', '-'], 0, stdin)).toMatchObject({
      rows: 2,
      estimator: 'trained',
      accuracy: { weak: 0.5, strong: 1, half: 1 },
    })
    const wrong = await tidegate(['route', 'difficulty', '--jsonl', '-'], { stdin: `${stdin}\n{"id":7}` })
    expect(wrong).toMatchObject({ exit: 2, stderr: expect.stringContaining('Line 3') })
  })

  it('routes with the exit code of the outcome', async () => {
    expect(RoutingDecisionSchema.parse(await json(['route', '--prompt', 'Write a short note.'])).route).toBe('local')
    const blocked = await json(['route', '--prompt', 'password: Gr33nHeron!7', '--route', 'hosted'], 3)
    expect(RoutingDecisionSchema.parse(blocked)).toMatchObject({ status: 'blocked', label: 'restricted' })
    const deferred = await json(['route', '--prompt', 'Write a short note.', '--route', 'hosted'], 4)
    expect(RoutingDecisionSchema.parse(deferred).reasons).toContain('HOSTED_NOT_CONFIGURED')
  })

  it('decides the same for a described situation, one or many', async () => {
    const row = {
      id: 'row-1',
      prompt: 'Write a short note.',
      resources: {
        cpu: { loadPct: 97, cores: 4 },
        memory: { totalMb: 8_000, availableMb: 500 },
        gpu: [],
        battery: { present: false, charging: false, percent: null },
      },
      providers: {
        local: { healthy: true, model: 'm', needsMemoryMb: 4_000, contextTokens: 8_000, tokensPerSecond: 20, quality: 0.6 },
        hosted: {
          configured: true,
          online: true,
          circuit: 'closed',
          budgetLeftUsd: 1,
          model: 'h',
          contextTokens: 64_000,
          tokensPerSecond: 80,
          quality: 0.9,
          usdPerMillionInput: 1,
          usdPerMillionOutput: 2,
        },
      },
    }
    const file = join(dataDir, 'row.json')
    writeFileSync(file, JSON.stringify(row))
    expect(await json(['route', '--scenario', file])).toMatchObject({ route: 'hosted' })
    const many = await tidegate(['route', '--jsonl', file])
    expect(JSON.parse(many.stdout)).toMatchObject({ id: 'row-1', route: 'hosted' })
  })

  it('writes a cited draft, and then knows the job, the source and the ledger', async () => {
    const args = [
      'generate',
      '--prompt',
      'Summarise the launch plan for the board',
      '--source',
      sample('launch-plan.md'),
      '--template',
      'bullets',
    ]
    const generation = GenerationSchema.parse(await json(args))
    expect(generation).toMatchObject({ state: 'succeeded', engine: 'Extractive engine (no model)', citationCoverage: 1, egress: [] })
    expect(generation.citations.length).toBeGreaterThan(3)
    expect(generation.citations.every(({ verified }) => verified)).toBe(true)
    expect(await json(['jobs', 'show', generation.jobId])).toMatchObject({ job: { state: 'succeeded' } })
    expect(await json(['sources', 'list'])).toMatchObject([{ name: 'launch-plan.md', label: 'public' }])
    expect(await json(['sources', 'search', 'second radio supplier', '--limit', '1'])).toMatchObject([{ sourceName: 'launch-plan.md' }])
    expect(await json(['ledger', 'list'])).toEqual([])
    expect(await json(['ledger', 'verify'])).toMatchObject({ ok: true })
  })

  it('streams to a person, and says that nothing left', async () => {
    const result = await tidegate([
      'generate',
      '--stream',
      '--prompt',
      'Summarise this',
      '--source',
      sample('launch-plan.md'),
      '--data-dir',
      dataDir,
    ])
    expect(result.exit).toBe(0)
    expect(result.stdout).toContain('[1]')
    expect(result.stderr).toContain('Nothing left this machine.')
  })

  it('changes a setting and examines the installation', { tags: ['long'] }, async () => {
    expect(await json(['config', 'set', 'budgetUsdPerDay', '2.5'])).toMatchObject({ budgetUsdPerDay: 2.5 })
    expect(await json(['config', 'get', 'budgetUsdPerDay'])).toBe(2.5)
    expect(await json(['doctor'])).toMatchObject({ ok: true })
  })
})
