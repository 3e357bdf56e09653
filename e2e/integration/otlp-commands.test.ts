import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeDataDir, removeDataDir, startHost } from '../host-process.ts'
import { type OtlpCollector, startOtlpCollector } from '../services/index.ts'
import { tidegate, warmTidegate } from './command.ts'

let dataDir: string
let collector: OtlpCollector
beforeEach(async () => {
  dataDir = makeDataDir()
  collector = await startOtlpCollector({ key: 'collector-key-5d1e77c0aa' })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await collector.stop()
  removeDataDir(dataDir)
})

const run = (args: readonly string[], stdin = '') => warmTidegate([...args, '--data-dir', dataDir], { stdin })
const checkOf = (stdout: string) =>
  (JSON.parse(stdout) as { checks: { name: string; status: string; detail: string }[] }).checks.find(({ name }) => name === 'telemetry')

describe('an administrator', () => {
  it('names a collector and its key, and the host ships to it, as the doctor says', async () => {
    expect(await run(['config', 'key', 'otlp'], 'collector-key-5d1e77c0aa')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('tidegate config set telemetry.otlp.endpoint'),
    })
    expect(await run(['config', 'set', 'telemetry.otlp.endpoint', collector.url])).toMatchObject({ exit: 0 })
    expect(await run(['config', 'key', 'otlp'], 'collector-key-5d1e77c0aa')).toMatchObject({
      exit: 0,
      stdout: `The key of otlp is stored, for ${collector.url}.\n`,
    })
    expect(readFileSync(join(dataDir, 'config.json'), 'utf8')).not.toContain('collector-key')
    expect(checkOf((await run(['doctor', '--json'])).stdout)).toMatchObject({
      status: 'ok',
      detail: `Ships log lines and metrics to ${collector.url} (local), while the app runs.`,
    })

    const host = await startHost(dataDir)
    try {
      await expect.poll(() => collector.metrics.length, { timeout: 20_000 }).toBeGreaterThan(5)
      const { stdout } = await run(['doctor', '--json'])
      expect(checkOf(stdout)).toMatchObject({ status: 'ok', detail: expect.stringContaining('last taken 20') })
    } finally {
      await host.stop()
    }
    expect(collector.problems).toEqual([])
  })

  it.each([
    ['http://otlp.example:4318', 'plain http could be read on the way; use https'],
    ['http://192.168.1.5:4318', 'add a host that is your own to trustedHosts'],
    ['http://127.0.0.1.example:4318', 'is not on this machine'],
    ['https://user:secret@otlp.example', 'no user name, password, query or fragment'],
    ['https://otlp.example/?api-key=secret', 'no user name, password, query or fragment'],
    ['ftp://otlp.example', 'telemetry.otlp.endpoint'],
  ])('is told why %s is not taken', async (endpoint, why) => {
    const { exit, stderr } = await run(['config', 'set', 'telemetry.otlp.endpoint', endpoint])
    expect(exit).toBe(2)
    expect(stderr).toContain(why)
    expect(stderr).not.toContain('secret')
    expect((await run(['config', 'get', 'telemetry.otlp.endpoint'])).stdout).toBe('null\n')
  })

  it.each(['https://otlp.example/otlp', 'http://localhost:4318', 'http://[::1]:4318', 'http://127.0.0.2:4318', 'http://192.168.1.5:4318'])(
    'may name %s',
    async (endpoint) => {
      await run(['config', 'set', 'trustedHosts', '["192.168.1.5:4318"]'])
      expect(await run(['config', 'set', 'telemetry.otlp.endpoint', endpoint])).toMatchObject({ exit: 0 })
    },
  )

  it('reads the log that the host keeps, as it is or for a person, from a level on', async () => {
    vi.stubEnv('TIDEGATE_LOG', 'info')
    const host = await startHost(dataDir)
    await host.stop()
    const lines = host
      .stderr()
      .split('\n')
      .filter((line) => line.startsWith('{"at"'))
    expect(lines.length).toBeGreaterThan(0)
    expect((await run(['logs', '--json'])).stdout.trimEnd().split('\n')).toEqual(lines)
    const { event } = JSON.parse(lines[0] ?? '') as { event: string }
    expect((await run(['logs'])).stdout).toMatch(new RegExp(`^20\\S+Z {2}\\w+ +${event.replace('.', '\\.')}`))
    expect((await run(['logs', '--level', 'loud'])).exit).toBe(2)
    const warnings = lines.filter((line) => !line.includes('"level":"info"'))
    expect(warnings.length).toBeLessThan(lines.length)
    expect((await run(['logs', '--level', 'warn', '--json'])).stdout).toBe(warnings.map((line) => `${line}\n`).join(''))
  })

  it('finds no log where no host ran, and a command writes none', async () => {
    expect(await tidegate(['logs', '--data-dir', dataDir])).toMatchObject({ exit: 0, stdout: '' })
    expect(await tidegate(['doctor', '--data-dir', dataDir], { env: { TIDEGATE_LOG: 'debug' } })).toMatchObject({
      exit: 0,
      stderr: expect.stringContaining('"event":"storage.opened"'),
    })
    expect((await tidegate(['logs', '--data-dir', dataDir])).stdout).toBe('')
  })
})
