import { expect, it } from 'vitest'
import { createBackgroundWork } from './background-work.ts'

it('is waited for at the end, and says what it failed with', async () => {
  const failures: unknown[] = []
  const background = createBackgroundWork({
    error(event, error) {
      failures.push([event, error])
      return 'id'
    },
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  const cause = new Error('no disk')
  background.run(promise, 'slow.failed')
  background.run(Promise.reject(cause), 'index.failed')
  let isSettled = false
  const settled = background.settled().then(() => (isSettled = true))
  await Promise.resolve()
  expect(isSettled).toBe(false)
  resolve()
  await settled
  expect(failures).toEqual([['index.failed', cause]])
  await background.settled()
})
