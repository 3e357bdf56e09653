import { expect, test } from 'vitest'
import { heatText } from './heat-text.ts'

test('says what heat does to work', () => {
  expect(heatText({ thermal: 'hot' })).toEqual({
    value: 'Hot',
    detail: 'Background work waits, and local models are the second choice.',
  })
  expect(heatText({})).toMatchObject({ value: 'Unknown' })
})

test('tells what cannot be seen from what is not there', () => {
  expect(heatText({ thermal: 'nominal', unknown: ['gpu', 'battery'] }).detail).toBe(
    'Nothing is held back by heat. These cannot be seen at the moment: graphics cards and battery.',
  )
})
