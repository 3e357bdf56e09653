import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDataDir } from './data-dir-lock.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-lock-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

function lockError(): unknown {
  try {
    lockDataDir(dataDir).release()
    return null
  } catch (error) {
    return error
  }
}

describe('the lock of a data folder', () => {
  it('admits one holder, and tells the next who and where it is', () => {
    const lock = lockDataDir(dataDir)
    expect(lockError()).toMatchObject({ code: 'DATA_DIR_LOCKED', message: expect.stringContaining(`process ${process.pid}.`) })
    lock.describe({ url: 'http://127.0.0.1:4100' })
    expect(lockError()).toMatchObject({ message: expect.stringContaining(`process ${process.pid} at http://127.0.0.1:4100.`) })
    lock.release()
    lock.release()
    expect(existsSync(join(dataDir, 'host.json'))).toBe(false)
    expect(lockError()).toBeNull()
  })

  it('dies with its process', async () => {
    const script = `import { lockDataDir } from ${JSON.stringify(join(import.meta.dirname, 'data-dir-lock.ts'))}
      lockDataDir(${JSON.stringify(dataDir)}); process.stdout.write('locked'); setInterval(() => {}, 1e6)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: import.meta.dirname,
    })
    try {
      await once(child.stdout, 'data')
      expect(lockError()).toMatchObject({ code: 'DATA_DIR_LOCKED', message: expect.stringContaining(`process ${child.pid}.`) })
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    expect(lockError()).toBeNull()
  })
})
