import { describe, expect, it } from 'vitest'
import { contend } from './lock-contention.ts'

describe('64 contenders for 16 locks, some of which die with one', () => {
  it('never have one twice, wait no longer than they said, and get their share', { tags: ['long'], timeout: 120_000 }, async () => {
    const report = await contend({ seconds: 10, seed: 20_261_130 })
    expect(report).toMatchObject({ contenders: 64, locks: 16, doubleGrants: 0, overdue: 0 })
    expect(report.grants).toBeGreaterThan(64)
    expect(report.crashes).toBeGreaterThan(0)
    expect(report.unfairness).toBeLessThan(3)
  })
})
