import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ app: { getVersion: () => '1.2.3' }, crashReporter: { start: vi.fn() } }))
const { describeCrash, keepCrashesLocal, writeCrashReport } = await import('./crash-report.ts')
const { crashReporter } = await import('electron')

describe('the report of a crash', () => {
  it('says where, and nothing of what the person wrote', () => {
    const error = new TypeError('cannot read "Margaret Ellison"\n    at secret (4111 1111 1111 1111:1:2)')
    const report = describeCrash(error, new Date(0))
    expect(report).toMatchObject({ at: '1970-01-01T00:00:00.000Z', version: '1.2.3', error: 'TypeError', code: null })
    expect(report.frames.length).toBeGreaterThan(0)
    expect(JSON.stringify(report)).not.toMatch(/Margaret|4111/)
  })

  it.each(['a text', null, undefined, 7, { message: 'Margaret' }])('is written of anything that can be thrown (%j)', (thrown) => {
    expect(JSON.stringify(describeCrash(thrown, new Date(0)))).not.toContain('Margaret')
  })

  it('takes no name or code that somebody made up', () => {
    const error = Object.assign(new Error('x'), { name: 'Margaret Ellison', code: 'Margaret' })
    expect(describeCrash(error, new Date(0))).toMatchObject({ error: 'object', code: null })
  })

  it('is kept twenty times, the newest', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tidegate-reports-'))
    for (let n = 0; n < 25; n += 1) writeCrashReport(dataDir, describeCrash(new Error('x'), new Date(n * 1_000)))
    const names = readdirSync(join(dataDir, 'crash-reports')).sort()
    expect(names).toHaveLength(20)
    expect(JSON.parse(readFileSync(join(dataDir, 'crash-reports', names[0] ?? ''), 'utf8'))).toMatchObject({
      at: '1970-01-01T00:00:05.000Z',
    })
    rmSync(dataDir, { recursive: true })
  })

  it('stays on this machine', () => {
    keepCrashesLocal()
    expect(crashReporter.start).toHaveBeenCalledWith({ uploadToServer: false })
  })
})
