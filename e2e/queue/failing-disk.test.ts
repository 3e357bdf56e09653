import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkIntegrity } from '../../main/storage/connection.ts'
import { openDatabase } from '../../main/storage/open-database.ts'
import { createJobRepository } from '../../main/storage/queue/job-repository.ts'

const STEPS = 150
const canInject = spawnSync('strace', ['-qq', '-e', 'trace=none', 'true'], { stdio: 'ignore' }).status === 0
if (!canInject) process.stderr.write('Not run: 4 tests of a failing disk; they need strace, and leave to trace.\n')

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-disk-'))
})
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

async function linesOf(command: string, args: readonly string[]): Promise<string[][]> {
  const { stdout } = await promisify(execFile)(command, args)
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
}

describe.runIf(canInject)('a disk that fails now and then', () => {
  it.each([
    ['fsync,fdatasync', 'EIO', '4+7'],
    ['pwrite64', 'ENOSPC', '40+23'],
    ['pwrite64', 'EIO', '61+37'],
    ['fsync,fdatasync', 'ENOSPC', '9+13'],
  ])('%s with %s at every so many calls (%s): what was acknowledged stays, and work goes on', async (calls, error, when) => {
    // Made beforehand: opening has tests of its own.
    openDatabase({ dataDir, now: 1 }).db.close()
    const inject = ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}:when=${when}`]
    const worker = [process.execPath, join(import.meta.dirname, 'failing-disk-worker.ts'), dataDir, String(STEPS)]
    const lines = await linesOf('strace', [...inject, ...worker])
    const done = lines.filter(([word]) => word === 'done').map(([, id = '']) => id)
    const failed = lines.filter(([word]) => word === 'failed')
    expect(failed.length).toBeGreaterThan(1)
    // After the last failure, too, or it had been the last step.
    expect(lines.slice(lines.findIndex(([word]) => word === 'failed')).some(([word]) => word === 'done')).toBe(true)
    expect(done.length).toBeGreaterThan(STEPS / 3)
    const { db, opening } = openDatabase({ dataDir, now: 2 })
    try {
      expect(opening.outcome).toBe('opened')
      expect(checkIntegrity(db, 'full')).toBeNull()
      const jobs = createJobRepository(db)
      expect(done.filter((id) => jobs.get(id)?.state !== 'queued')).toEqual([])
    } finally {
      db.close()
    }
  })
})
