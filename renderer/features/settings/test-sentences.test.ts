import { expect, it } from 'vitest'
import { PROVIDER_TEST_OUTCOMES, type ProviderTest } from '#contracts/providers.ts'
import { testSentence } from './test-sentences.ts'

const test = (outcome: ProviderTest['outcome']): ProviderTest => ({
  outcome,
  locality: 'local',
  detail: 'Status 500.',
  models: ['a', 'b'],
  found: 'ollama',
  elapsedMs: 5,
})

it('says for every outcome what is and what to do, each in its own words', () => {
  const said = PROVIDER_TEST_OUTCOMES.map((outcome) => testSentence(test(outcome), 'llama', false).text)
  expect(new Set(said).size).toBe(PROVIDER_TEST_OUTCOMES.length)
  expect(testSentence(test('ok'), '', false)).toEqual({ tone: 'good', text: 'It answers and offers 2 models.' })
  expect(testSentence(test('other-kind'), '', false).text).toContain('Ollama answers')
})

it('does not blame the address when the mode is what keeps the question here', () => {
  expect(testSentence(test('refused'), '', true).text).toContain('Local only is on')
})
