import { expect, test } from 'vitest'
import { DEFAULT_POLICY, LABELS } from '#contracts/privacy.ts'
import { isLocked, policySentence, REACHES, routesFor } from './policy-text.ts'

test('each rule is a plain sentence', () => {
  expect(policySentence('restricted', 'stays')).toBe(
    'Credentials, government ids, card and bank numbers and health data stay on this machine.',
  )
  expect(policySentence('public', 'as-written')).toBe('Text in which nothing sensitive was found may leave as it is written.')
  expect(policySentence('internal', 'masked')).toBe('Text that is marked internal or speaks of unreleased plans may leave only masked.')
})

test('a workspace can choose what the built-in policy allows, or less, and nothing more', () => {
  for (const label of LABELS) {
    const builtIn: readonly string[] = DEFAULT_POLICY.allowed[label]
    for (const reach of REACHES) {
      const routes = routesFor(label, reach)
      expect(routes).toContain('local')
      expect(builtIn).toEqual(expect.arrayContaining(routes))
      const wants = reach === 'as-written' ? 'hosted' : reach === 'masked' ? 'hybrid' : 'local'
      expect(isLocked(label, reach)).toBe(!builtIn.includes(wants))
    }
  }
})
