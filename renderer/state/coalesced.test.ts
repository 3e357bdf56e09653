import { expect, test } from 'vitest'
import { coalesced } from './coalesced.ts'

test('what is asked for while it runs leads to one more run, whoever asks', async () => {
  let runs = 0
  const open: Array<() => void> = []
  const ask = coalesced(() => {
    runs += 1
    return new Promise((resolve) => open.push(resolve))
  })
  const first = ask()
  const later = [ask(), ask(), ask()]
  expect(runs).toBe(1)
  open[0]?.()
  await first
  await expect.poll(() => runs).toBe(2)
  open[1]?.()
  await Promise.all(later)
  expect(runs).toBe(2)
  const again = ask()
  open[2]?.()
  await again
  expect(runs).toBe(3)
})

test('a run that fails does not keep the next from running', async () => {
  let runs = 0
  const ask = coalesced(async () => {
    runs += 1
    if (runs === 1) throw new Error('no')
  })
  const first = ask()
  const second = ask()
  await expect(first).rejects.toThrow('no')
  await second
  expect(runs).toBe(2)
})
