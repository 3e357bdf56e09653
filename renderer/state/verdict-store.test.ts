import { expect, test } from 'vitest'
import type { ConnectionStore } from './connection-store.ts'
import { createVerdictStore, latestThumb } from './verdict-store.ts'

interface Call {
  readonly id: string
  readonly verdict: string
}

function core(verdicts: readonly { verdict: string }[] = [], failing = false) {
  const calls: Call[] = []
  const routing = {
    verdicts: async () => verdicts,
    rate: async (call: Call) => {
      calls.push(call)
      if (failing) throw new Error('no')
      return { recorded: true }
    },
  }
  return { calls, store: createVerdictStore({ api: () => ({ routing }) } as unknown as ConnectionStore) }
}

test('the last thumb counts, whatever else was said', () => {
  expect(latestThumb([{ verdict: 'liked' }, { verdict: 'disliked' }, { verdict: 'accepted' }])).toBe('disliked')
  expect(latestThumb([{ verdict: 'accepted' }])).toBeNull()
})

test('what was said of a draft before is shown again', async () => {
  const { store } = core([{ verdict: 'liked' }])
  await store.getState().load('gen_1')
  expect(store.getState().thumbs).toEqual({ gen_1: 'liked' })
})

test('a thumb shows once it is recorded, and not when it could not be', async () => {
  const works = core()
  await works.store.getState().rate('gen_1', 'disliked')
  expect(works.store.getState().thumbs).toEqual({ gen_1: 'disliked' })
  const fails = core([], true)
  await expect(fails.store.getState().rate('gen_1', 'liked')).rejects.toThrow('no')
  expect(fails.store.getState().thumbs).toEqual({})
})

test('that a draft was taken is recorded once, also when that was before', async () => {
  const { store, calls } = core()
  store.getState().accepted('gen_1')
  store.getState().accepted('gen_1')
  expect(calls).toEqual([{ id: 'gen_1', verdict: 'accepted' }])
  const again = core([{ verdict: 'accepted' }])
  await again.store.getState().load('gen_1')
  again.store.getState().accepted('gen_1')
  expect(again.calls).toEqual([])
})

test('a failure to record it is not told, and it is tried again with the next copy', async () => {
  const { store, calls } = core([], true)
  store.getState().accepted('gen_1')
  await Promise.resolve()
  await new Promise((resolve) => setTimeout(resolve))
  store.getState().accepted('gen_1')
  expect(calls).toHaveLength(2)
})
