import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBootRecord } from './boot-record.ts'

describe('the record of starts', () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tidegate-boot-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

  it('asks for safe mode after three starts that did not come to their end, until one does', () => {
    expect([0, 1, 2, 3].map(() => openBootRecord(dataDir).safeMode)).toEqual([false, false, false, true])
    const last = openBootRecord(dataDir)
    expect(last).toMatchObject({ failures: 4, safeMode: true })
    last.succeeded()
    expect(openBootRecord(dataDir)).toMatchObject({ failures: 0, safeMode: false })
  })

  it.each(['', '{', 'null', '{"unfinished":-1}', '{"unfinished":"9"}', '[]'])('takes a damaged record (%j) for none', (content) => {
    writeFileSync(join(dataDir, 'boot.json'), content)
    expect(openBootRecord(dataDir).failures).toBe(0)
    expect(openBootRecord(dataDir).failures).toBe(1)
  })

  it('never stops a start that cannot write it', () => {
    const nowhere = join(dataDir, 'missing', 'folder')
    expect(openBootRecord(nowhere)).toMatchObject({ failures: 0, safeMode: false })
    openBootRecord(nowhere).succeeded()
  })
})
