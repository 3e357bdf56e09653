import { expect, test } from 'vitest'
import { mergeById } from './merge-by-id.ts'

test('a changed item replaces the old one and the newest comes first', () => {
  const list = [
    { id: 'b', createdAt: 2, state: 'running' },
    { id: 'a', createdAt: 1, state: 'queued' },
  ]
  const merged = mergeById(list, [
    { id: 'a', createdAt: 1, state: 'succeeded' },
    { id: 'c', createdAt: 3, state: 'queued' },
  ])
  expect(merged.map(({ id, state }) => `${id} ${state}`)).toEqual(['c queued', 'b running', 'a succeeded'])
})
