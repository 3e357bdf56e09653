import { describe, expect, it } from 'vitest'
import { tallyUnits } from './units.ts'

const found = (text: string, ...words: string[]) =>
  words.map((word) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length }))

describe('units left after redaction', () => {
  it('counts a unit that stands elsewhere in another case', () => {
    const text = 'Dear Ada Byron, … yours, ADA BYRON'
    expect(tallyUnits(text, ['Ada Byron'], found(text, 'Ada Byron'))).toMatchObject({ units: 1, left: 1 })
  })

  it('does not count a unit inside a longer word', () => {
    const text = 'Ann asks about the annual plan'
    expect(tallyUnits(text, ['Ann'], found(text, 'Ann'))).toMatchObject({ units: 1, left: 0 })
  })

  it('counts a unit of which only a part was redacted as gone, for it no longer occurs', () => {
    const text = 'Ada Byron'
    expect(tallyUnits(text, ['Ada Byron'], found(text, 'Ada'))).toMatchObject({ units: 1, left: 0 })
  })

  it.each(['+44 20 7946 0000', 'C++ (Ltd.)', '$5,000', 'Zoë', 'Łódź', '李雷'])('finds %s whatever it begins and ends with', (unit) => {
    const text = `it says (${unit}) here`
    expect(tallyUnits(text, [unit], [])).toMatchObject({ units: 1, left: 1 })
    expect(tallyUnits(text, [unit], found(text, unit))).toMatchObject({ units: 1, left: 0, harmlessRemoved: 0 })
  })

  it('leaves out units that the text does not hold', () => {
    expect(tallyUnits('nothing of it', ['Ada'], [])).toMatchObject({ units: 0, left: 0, absent: 1 })
  })

  it('does not find a unit in what stands for a redacted run', () => {
    const text = 'agent X met Y'
    expect(tallyUnits(text, ['X'], found(text, 'X'))).toMatchObject({ left: 0 })
  })

  it('counts characters removed outside the units once, however the predictions overlap', () => {
    const text = 'Ada went home'
    const predicted = [...found(text, 'Ada went'), ...found(text, 'went home')]
    expect(tallyUnits(text, ['Ada'], predicted)).toMatchObject({ harmless: 10, harmlessRemoved: 10 })
  })
})
