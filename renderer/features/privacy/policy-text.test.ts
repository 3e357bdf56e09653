import { expect, test } from 'vitest'
import { DEFAULT_POLICY, LABELS, PolicySchema } from '#contracts/privacy.ts'
import { chosen, isLocked, policyOf, REACHES, routesFor, ruleSentence } from './policy-text.ts'

const policy = PolicySchema.parse(DEFAULT_POLICY)

test('each rule is a sentence with its label and its choice in it', () => {
  for (const label of LABELS) {
    const parts = ruleSentence(label, { label: () => `[${label}]`, choice: () => '[choice]' })
    expect(String(Array.isArray(parts) ? parts.join('') : parts)).toMatch(new RegExp(`^\\[${label}\\] text, .*, \\[choice\\]$`))
  }
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

test('several choices make one change, and going back to what holds is none', () => {
  const one = chosen({}, policy, 'public', 'masked')
  const two = chosen(one, policy, 'internal', 'stays')
  expect(policyOf(two, policy).allowed).toEqual({ ...policy.allowed, public: ['local', 'hybrid'], internal: ['local'] })
  expect(chosen(two, policy, 'public', 'as-written')).toEqual({ internal: 'stays' })
  expect(policyOf({}, policy)).toEqual(policy)
})
