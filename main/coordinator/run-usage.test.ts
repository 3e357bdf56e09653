import { expect, test } from 'vitest'
import { createUsageMeter } from './run-usage.ts'

test('a long run says what it took, a short one nothing; starts of one moment are read once', () => {
  let reads = 0
  let cpuUs = 5_000
  const meter = createUsageMeter({
    cpuUs() {
      reads += 1
      return cpuUs
    },
    rssBytes: () => 300 * 1024 * 1024,
  })
  const long = meter.begin(1_000)
  const short = meter.begin(1_000)
  expect(reads).toBe(1)
  cpuUs += 250_000
  expect(short(1_020)).toBeNull()
  expect(reads).toBe(1)
  expect(long(1_500)).toEqual({ cpuMs: 250, memoryMb: 300 })
})
