import { expect, test } from 'vitest'
import { createComposeStore, routeOptions } from './compose-store.ts'

test('an answer about an older text changes nothing', () => {
  const store = createComposeStore()
  store.getState().setPrompt('old')
  store.getState().setPrompt('new')
  store.getState().scanned('old', [], 'restricted')
  expect(store.getState()).toMatchObject({ promptLabel: 'public', scanState: 'pending' })
})

test('a text that could not be checked counts as restricted', () => {
  const store = createComposeStore()
  store.getState().setPrompt('text')
  store.getState().scanFailed('text')
  expect(store.getState()).toMatchObject({ promptLabel: 'restricted', scanState: 'failed' })
})

test('only what was chosen becomes a routing option', () => {
  expect(routeOptions({ route: 'auto', localOnly: false, raisedLabel: null, prefer: null })).toEqual({})
  expect(routeOptions({ route: 'hosted', localOnly: true, raisedLabel: 'internal', prefer: 'speed' })).toEqual({
    prefer: 'speed',
    route: 'hosted',
    privacyMode: 'local-only',
    label: 'internal',
  })
})

test('a draft that is taken over brings its choices and is scanned', () => {
  const store = createComposeStore()
  store
    .getState()
    .restore({ prompt: 'text', template: 'email', fields: { tone: 'formal' }, route: 'local', localOnly: true, raisedLabel: 'internal' })
  expect(store.getState()).toMatchObject({
    prompt: 'text',
    template: 'email',
    fields: { tone: 'formal' },
    route: 'local',
    localOnly: true,
    scanState: 'pending',
  })
})
