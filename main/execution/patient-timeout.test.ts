import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { patientTimeout } from './patient-timeout.ts'

/** Keeps the event loop from turning. */
function standStill(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

it('runs out while the process listens, and not while it stands still', async () => {
  const { signal, clear } = patientTimeout(300)
  standStill(700)
  await pause(10)
  expect(signal.aborted).toBe(false)
  await expect.poll(() => signal.aborted, { timeout: 5_000 }).toBe(true)
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
  clear()
})

it('never runs out once it is cleared', async () => {
  const { signal, clear } = patientTimeout(100)
  clear()
  await pause(250)
  expect(signal.aborted).toBe(false)
})
