import { describe, expect, it } from 'vitest'
import { upTo } from '../how-much.ts'
import { crashStorm } from './crash-storm.ts'

const KILLS = upTo(3, 20)
/** Far above what is measured on a quiet machine; what it took is in the report of `npx tidegate bench crash`. */
const SLOWEST_RESUME_MS = 2_000

describe(`${KILLS} kills at random moments`, () => {
  it('lose no job, repeat no effect, and hold nothing up', async () => {
    const report = await crashStorm({ kills: KILLS, seed: 20_261_130 })
    expect(report).toMatchObject({ kills: KILLS, jobs: KILLS * 8, lost: 0, doubled: 0, brokenRecords: 0 })
    expect(report.inFlight).toBeGreaterThan(KILLS / 2)
    expect(report.resumeMsP50).toBeLessThan(SLOWEST_RESUME_MS)
  }, 240_000)
})
