import { expect, test } from 'vitest'
import { createComposeStore, routeOptions } from './compose-store.ts'

function memoryStorage() {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  }
}

test('what was typed is there again after a reload', () => {
  const storage = memoryStorage()
  createComposeStore(storage).getState().setPrompt('Half a sentence')
  expect(createComposeStore(storage).getState().prompt).toBe('Half a sentence')
})

test('an answer about an older text changes nothing', () => {
  const store = createComposeStore(memoryStorage())
  store.getState().setPrompt('old')
  store.getState().setPrompt('new')
  store.getState().scanned('old', [], 'restricted')
  expect(store.getState()).toMatchObject({ promptLabel: 'public', scanState: 'pending' })
})

test('a text that could not be checked counts as restricted', () => {
  const store = createComposeStore(memoryStorage())
  store.getState().setPrompt('text')
  store.getState().scanFailed('text')
  expect(store.getState()).toMatchObject({ promptLabel: 'restricted', scanState: 'failed' })
})

test('only what was chosen becomes a routing option', () => {
  expect(routeOptions({ route: 'auto', localOnly: false, raisedLabel: null })).toEqual({})
  expect(routeOptions({ route: 'hosted', localOnly: true, raisedLabel: 'internal' })).toEqual({
    route: 'hosted',
    privacyMode: 'local-only',
    label: 'internal',
  })
})

test('a storage that refuses does not stop the writing', () => {
  const refusing = {
    getItem: () => {
      throw new Error('denied')
    },
    setItem: () => {
      throw new Error('full')
    },
    removeItem: () => undefined,
  }
  const store = createComposeStore(refusing)
  store.getState().setPrompt('still here')
  expect(store.getState().prompt).toBe('still here')
})
