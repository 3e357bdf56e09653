import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TeamEngine } from '../../main/coordinator/team/index.ts'
import { openStorage } from '../../main/storage/index.ts'
import { sampleGeneration, sampleJob } from '../../main/storage/storage-samples.ts'
import type { NewJob } from '../../main/storage/types.ts'
import { silentLog } from '../../main/telemetry/index.ts'
import { warmTidegate as tidegate } from '../integration/command.ts'
import { NO_POSTGRES, startTestDatabase, type TestDatabase } from './postgres.ts'
import { teamEngine } from './sites.ts'

const command = fileURLToPath(new URL('../../bin/tidegate.mjs', import.meta.url))
const NOTE = 'The harbour office opens at six. Pilots board two miles out. The north quay is closed for repairs until May.'

describe.skipIf(NO_POSTGRES !== null)(
  NO_POSTGRES === null ? 'a team from the command line' : `a team from the command line: not run, ${NO_POSTGRES}`,
  () => {
    let database: TestDatabase
    let dataDir: string
    let team: TeamEngine

    beforeAll(async () => {
      database = await startTestDatabase()
    })
    afterAll(() => database.stop())
    beforeEach(() => {
      dataDir = mkdtempSync(join(tmpdir(), 'tidegate-team-'))
      team = teamEngine(database.url)
    })
    afterEach(async () => {
      await team.dispose()
      rmSync(dataDir, { recursive: true, force: true })
    })

    const request = (patch: Partial<NewJob> & { readonly id: string }): NewJob => ({
      ...{ kind: 'generate', subject: '', priority: 0, runAt: Date.now(), maxAttempts: 3, createdAt: Date.now(), label: 'internal' },
      payload: { prompt: 'Summarise the note for the crew', template: 'summary', options: {}, sources: [{ name: 'note.txt', text: NOTE }] },
      ...patch,
    })

    it('a worker joins the team, takes what its labels allow, and gives it all back when it is told to stop', async () => {
      const args = [
        command,
        'worker',
        '--engine',
        database.url,
        '--labels',
        'internal',
        '--concurrency',
        '2',
        '--json',
        '--data-dir',
        dataDir,
      ]
      const env = { ...process.env, CI: 'true', TIDEGATE_NO_BUILD: '1' }
      const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
      try {
        let errors = ''
        child.stderr.on('data', (chunk) => (errors += String(chunk)))
        const [first] = await Promise.race([
          once(createInterface({ input: child.stdout }), 'line'),
          once(child, 'exit').then(() => Promise.reject(new Error(errors))),
        ])
        expect(JSON.parse(String(first))).toEqual({
          ...{ team: database.url, labels: ['internal'], kinds: ['generate'], concurrency: 2, pid: child.pid },
        })
        await team.add([request({ id: 'job_public', label: 'public', priority: 9 }), request({ id: 'job_internal' })])
        await expect.poll(() => team.get('job_internal'), { timeout: 20_000 }).toMatchObject({ state: 'succeeded' })
        const done = await team.get('job_internal')
        expect(JSON.stringify(done?.result)).toContain('Pilots board two miles out')
        expect(await team.get('job_public')).toMatchObject({ state: 'queued' })
        const ended = once(child, 'exit')
        child.kill('SIGTERM')
        expect(await ended).toEqual([0, null])
      } finally {
        child.kill('SIGKILL')
      }
      const { stdout } = await tidegate(['ledger', 'list', '--json', '--data-dir', dataDir])
      expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ purpose: 'team', kind: 'request', verdict: 'allowed' }))
    })

    it('jobs move takes a request there with its own label, leaves what stays, and says so', async () => {
      const storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
      await storage.generations.create(sampleGeneration(), sampleJob({ runAt: Date.now() }))
      await storage.jobs.enqueue({ ...sampleJob({ id: 'job_folder', kind: 'sync-folder', subject: 'folder' }) })
      await storage.dispose()
      const moved = await tidegate(['jobs', 'move', '--to', database.url, '--json', '--data-dir', dataDir])
      expect(moved).toMatchObject({ exit: 0, stderr: '' })
      expect(JSON.parse(moved.stdout)).toEqual({
        moved: 1,
        stayed: [{ id: 'job_folder', kind: 'sync-folder', reason: 'it is restricted (or has no label), and stays on its machine' }],
      })
      expect(await team.get('job_1')).toMatchObject({ state: 'queued', label: 'public', payload: { template: 'summary' } })
      const again = await tidegate(['jobs', 'move', '--to', database.url, '--json', '--data-dir', dataDir])
      expect(JSON.parse(again.stdout)).toMatchObject({ moved: 0 })
    })

    it.each<[string, string[], string]>([
      ['no address', ['jobs', 'move'], '--to'],
      ['an address of another kind', ['worker', '--engine', 'redis://127.0.0.1/0'], 'postgres://'],
      ['a label that is not shared', ['worker', '--engine', 'postgres://a@127.0.0.1/b', '--labels', 'restricted'], 'restricted jobs stay'],
      ['too many at once', ['worker', '--engine', 'postgres://a@127.0.0.1/b', '--concurrency', '99'], '1 to 64'],
    ])('%s is a usage error that says what to do', async (_case, args, words) => {
      const result = await tidegate([...args, '--data-dir', dataDir])
      expect(result).toMatchObject({ exit: 2, stdout: '' })
      expect(result.stderr).toContain(words)
    })

    it('refuses a host that is not the team’s, without a word of the password', async () => {
      const result = await tidegate(['jobs', 'move', '--from', 'postgres://ann:hunter2@192.0.2.1/jobs', '--data-dir', dataDir])
      expect(result.exit).toBe(1)
      expect(result.stderr).toContain('coordinator.team.hosts')
      expect(result.stderr + result.stdout).not.toContain('hunter2')
    })
  },
)
