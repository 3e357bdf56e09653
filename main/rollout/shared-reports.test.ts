import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Rollout, RolloutSchema } from '#contracts/flags.ts'
import { openSharedReports } from './shared-reports.ts'

let folder: string
let reports: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-reports-'))
  reports = join(folder, 'rollout-reports')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const ROLLOUT: Rollout = RolloutSchema.parse({
  id: 'one',
  flag: 'meaning-search',
  to: false,
  environment: 'production',
  unit: 'installation',
  stage: 50,
  state: 'running',
  minimum: 50,
  soakHours: 0,
  alpha: 0.05,
  startedAt: 0,
  stageSince: 7,
  endedAt: null,
  because: 'Started.',
})
const UNIT = { cohort: 'canary', values: { failed: 0.5, 'log-time': 7.5 } } as const
const report = (values: object): string => JSON.stringify({ rollout: 'one', stageSince: 7, cohort: 'control', values })
const nameOf = (digit: string): string => join(reports, `${digit.repeat(32)}.json`)

describe('the folder in which installations tell each other their means', () => {
  it('has one report of each, and nothing besides', () => {
    const mine = openSharedReports(folder, () => 'mine')
    mine.put(ROLLOUT, UNIT)
    mine.put(ROLLOUT, UNIT)
    openSharedReports(folder, () => 'other').put(ROLLOUT, UNIT)
    expect(mine.list(ROLLOUT)).toEqual([UNIT, UNIT])
    expect(readdirSync(reports)).toHaveLength(2)
  })

  it('leaves out figures that cannot be, which would hide those of everybody', () => {
    mkdirSync(reports)
    const absurd = ['{"failed":-1}', '{"failed":1e308}', '{"log-time":1e300}', '{"log-time":-1e300}', '{"cost-usd":-5}', '{"cited":1e999}']
    for (const [index, values] of absurd.entries()) writeFileSync(nameOf(String(index)), report({}).replace('{}', values))
    writeFileSync(nameOf('a'), report({ failed: 1 }))
    expect(openSharedReports(folder, () => 'mine').list(ROLLOUT)).toEqual([{ cohort: 'control', values: { failed: 1 } }])
  })

  it.skipIf(process.platform === 'win32')('keeps nobody waiting by a pipe or a device that somebody put there', () => {
    mkdirSync(reports)
    execFileSync('mkfifo', [nameOf('0')])
    symlinkSync('/dev/zero', nameOf('1'))
    mkdirSync(nameOf('2'))
    expect(openSharedReports(folder, () => 'mine').list(ROLLOUT)).toEqual([])
  })

  it.skipIf(process.platform === 'win32')('writes through no link that somebody put there', () => {
    const mine = openSharedReports(folder, () => 'mine')
    mine.put(ROLLOUT, UNIT)
    const [name = ''] = readdirSync(reports)
    const precious = join(folder, 'precious')
    writeFileSync(precious, 'kept')
    symlinkSync(precious, join(reports, name.replace('.json', '.new')))
    rmSync(join(reports, name))
    symlinkSync(precious, join(reports, name))
    mine.put(ROLLOUT, UNIT)
    expect(readFileSync(precious, 'utf8')).toBe('kept')
    expect(mine.list(ROLLOUT)).toEqual([UNIT])
  })
})
