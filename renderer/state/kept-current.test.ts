import { expect, test } from 'vitest'
import { keptCurrent } from './kept-current.ts'

test('what is announced is asked for only while somebody looks', async () => {
  let asked = 0
  const { reload, listen, changed } = keptCurrent(async () => {
    asked += 1
  })
  changed()
  expect(asked).toBe(0)
  const first = listen()
  const second = listen()
  await reload()
  const whileListening = asked
  expect(whileListening).toBeGreaterThan(0)
  first()
  changed()
  await reload()
  expect(asked).toBeGreaterThan(whileListening)
  second()
  const after = asked
  changed()
  await Promise.resolve()
  expect(asked).toBe(after)
  await reload()
  expect(asked).toBe(after + 1)
})
