import { expect, test } from 'vitest'
import { quoteWindow } from './quote-window.ts'

const text = 'Before the quote. The quote itself. After the quote.'
const start = text.indexOf('The quote itself.')
const citation = { start, end: start + 17, quote: 'The quote itself.' }

test('shows the quote with what surrounds it', () => {
  expect(quoteWindow(text, citation, 6)).toEqual({
    before: 'uote. ',
    quote: 'The quote itself.',
    after: ' After',
    clippedStart: true,
    clippedEnd: true,
  })
})

test('finds a quote that has moved', () => {
  expect(quoteWindow(`New first line. ${text}`, citation, 100)?.before).toBe('New first line. Before the quote. ')
})

test('says so when the source no longer holds the quote', () => {
  expect(quoteWindow('Something else.', citation, 100)).toBeNull()
})
