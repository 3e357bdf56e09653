import { expect, it } from 'vitest'
import { createOccurrences } from './occurrences.ts'

const VALUES = [
  { type: 'PERSON', original: 'Anna Berger' },
  { type: 'PHONE_NUMBER', original: '+43 664 1234567' },
  { type: 'DATE_TIME', original: '12.03.1961' },
]
const find = createOccurrences(VALUES)
const foundIn = (text: string): string[] => find(text).map(({ start, end }) => text.slice(start, end))

it.each([
  ['Anna Berger called.', 'Anna Berger'],
  ['Ask ANNA_BERGER.', 'ANNA_BERGER'],
  ['Is this Bergers dog?', 'Bergers'],
  ['Call 0664 1234567 now.', '0664 1234567'],
  ['Born on 12 March 1961, was she?', '12 March 1961'],
  ['Geboren am 12. März 1961.', '12. März 1961'],
  ['1961-03-12', '1961-03-12'],
  ['Born on the 12th of March 1961.', '12th of March 1961'],
  ['Born 12/03/61 in Linz.', '12/03/61'],
  ['Ask B\u200berger.', 'B\u200berger'],
])('finds a value in another form, where it stands in the text as it is written: %s', (text, value) => {
  expect(foundIn(text)).toEqual([value])
})

it.each(['The iceberg is near.', 'Call 0664 7654321.', 'On 13 March 1961.', 'We meet on 12 March.', 'An annual report.'])(
  'finds nothing else: %s',
  (text) => {
    expect(foundIn(text)).toEqual([])
  },
)

it('finds nothing where nothing is known', () => {
  expect(createOccurrences([])('Anna Berger')).toEqual([])
})
