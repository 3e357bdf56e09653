import { expect, it } from 'vitest'
import { createCallLanes } from './call-lanes.ts'
import type { Call } from './operations.ts'

const request = (id: number, call: Omit<Call, 'args'>) => ({ id, call: { ...call, args: [] } })
const append = (id: number) => request(id, { store: 'sources', method: 'append' })

it('lets everybody who waits pass before the next piece of bulk, and keeps the order of each', () => {
  const lanes = createCallLanes<ReturnType<typeof request>>(128)
  const next = (): number[] => lanes.next().map(({ id }) => id)
  lanes.add([append(1), append(2), request(3, { store: 'drafts', method: 'save' }), request(4, { store: 'drafts', method: 'get' })])
  expect(next()).toEqual([3, 4])
  expect(next()).toEqual([1])
  lanes.add([append(5), request(6, { store: 'jobs', method: 'enqueue' })])
  expect(next()).toEqual([6])
  expect(next()).toEqual([2])
  expect(lanes.isEmpty).toBe(false)
  expect(next()).toEqual([5])
  expect(lanes.isEmpty).toBe(true)
  expect(next()).toEqual([])
})

it('lets no more run together than it was told, and keeps their order', () => {
  const lanes = createCallLanes<ReturnType<typeof request>>(2)
  lanes.add([1, 2, 3].map((id) => request(id, { store: 'drafts', method: 'get' })))
  expect(lanes.next().map(({ id }) => id)).toEqual([1, 2])
  expect(lanes.isEmpty).toBe(false)
  expect(lanes.next().map(({ id }) => id)).toEqual([3])
  expect(lanes.isEmpty).toBe(true)
})
