import { expect, it } from 'vitest'
import { headlineSentences, sentences } from './sentences.ts'

it('ends every part once', () => {
  expect(sentences('Waits', 'The processor is fully busy.', '', 'No hosted service is set up.')).toBe(
    'Waits. The processor is fully busy. No hosted service is set up.',
  )
  expect(sentences('Is that so?', 'It said “no.”')).toBe('Is that so? It said “no.”')
})

it('says what belongs to a headline in one sentence, unless it is sentences itself', () => {
  expect(headlineSentences('Runs here', ['nothing leaves this machine', 'ready in a moment'])).toBe(
    'Runs here: nothing leaves this machine, ready in a moment.',
  )
  expect(headlineSentences('Blocked', ['The policy forbids this route for this label.', 'Nothing is sent.'])).toBe(
    'Blocked. The policy forbids this route for this label. Nothing is sent.',
  )
  expect(headlineSentences('Runs here', [])).toBe('Runs here.')
})
