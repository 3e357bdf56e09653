import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ageOfElectron } from './electron-age.ts'
import known from './electron-releases.json' with { type: 'json' }

const releases = { weeksBetweenMajors: 8, majors: { '43': '2026-07-01', '44': '2026-08-25', '45': '2026-10-21' } }
const on = (version: string, day: string) => ageOfElectron(version, releases, new Date(`${day}T12:00:00Z`))

describe('the age of an Electron', () => {
  it.each([
    ['45.4.1', '2026-11-24', 45, 'current'],
    ['45.4.1', '2026-12-15', 45, 'current'],
    // The table says no more; eight weeks after its last line another major is expected.
    ['45.4.1', '2026-12-17', 46, 'one behind'],
    ['45.4.1', '2027-02-09', 46, 'one behind'],
    ['45.4.1', '2027-02-11', 47, 'too old'],
    ['44.0.0', '2026-11-24', 45, 'one behind'],
    ['43.5.2', '2026-11-24', 45, 'too old'],
    // What the table knows of later days does not count yet.
    ['43.5.2', '2026-08-20', 43, 'current'],
    ['46.0.0', '2026-11-24', 46, 'current'],
  ])('%s on %s, when %i is the newest: %s', (version, day, newest, verdict) => {
    expect(on(version, day)).toEqual({ major: Number(version.slice(0, 2)), newest, verdict })
  })

  it.each(['45', '45.0.0-beta.1', 'latest', ''])('%j is no version', (version) => {
    expect(() => on(version, '2026-11-24')).toThrow(/cannot be told/)
  })

  it('cannot be told before the table begins', () => {
    expect(() => on('43.0.0', '2026-01-01')).toThrow(/cannot be told/)
  })
})

describe('the Electron that is pinned', () => {
  it('is of the newest major that we know of, or the one before', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      devDependencies: { electron: string }
    }
    const newest = Math.max(...Object.keys(known.majors).map(Number))
    expect(Number(devDependencies.electron.split('.')[0])).toBeGreaterThanOrEqual(newest - 1)
  })
})
