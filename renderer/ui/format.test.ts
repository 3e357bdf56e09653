import { expect, test } from 'vitest'
import { formatBytes, formatMb, formatMs, formatUsd } from './format.ts'

test('quantities read the way people write them', () => {
  expect([0, 812, 1434, 20 * 1024 * 1024].map(formatBytes)).toEqual(['0 B', '812 B', '1.4 KiB', '20 MiB'])
  expect([512, 8000].map(formatMb)).toEqual(['512 MiB', '7.8 GiB'])
  expect([0.2, 85, 1234, 200_000].map(formatMs)).toEqual(['<1 ms', '85 ms', '1.2 s', '3 min 20 s'])
  expect([0, 0.0042, 1.2].map(formatUsd)).toEqual(['$0', '$0.0042', '$1.20'])
})
