import { expect, it } from 'vitest'
import { withoutKeys } from './app-env.ts'

it('hands an app under test no key of whoever runs the tests', () => {
  const env = { TIDEGATE_KEY_HOSTED: 'k', TIDEGATE_KEY__VAULT: 'v', tidegate_key_other: 'o', TIDEGATE_CHROMIUM: '/c', PATH: '/bin' }
  expect(withoutKeys(env)).toEqual({ TIDEGATE_CHROMIUM: '/c', PATH: '/bin' })
})
