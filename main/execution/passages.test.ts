import { describe, expect, it } from 'vitest'
import { selectPassages } from './passages.ts'

const paragraph = (text: string): string => text.padEnd(990, ' and so on')
const text = ['The first of all.', 'The tide is high.', 'The gate is shut.', 'The hill is green.'].map(paragraph).join('\n\n')
const sources = [{ id: 'src_1', name: 'a.md', text }]
/** By the letters of the query alone, as a ranking by words does. */
const rank = (query: string, texts: readonly string[]): number[] => texts.map((one) => (one.includes(query) ? 1 : 0))
const chosen = (query: string, byMeaning: { source: string; start: number; end: number }[] = [], budget = 1_100): string[] =>
  selectPassages(query, sources, budget, { rank, byMeaning }).map((passage) => passage.text.slice(0, 17))
const at = (what: string) => ({ source: 'src_1', start: text.indexOf(what), end: text.indexOf(what) + 40 })

describe('choosing passages for a prompt', () => {
  it('takes all where all has room', () => {
    expect(selectPassages('x', sources, text.length, { rank })).toHaveLength(1)
  })

  it('goes by words alone where nothing is known of the meaning', () => {
    expect(chosen('gate')).toEqual(['The gate is shut.'])
    expect(chosen('nothing of it')).toEqual(['The first of all.'])
  })

  it('takes what is near in meaning although no word matches, before what neither ranking knows', () => {
    expect(chosen('barrier', [at('The gate')])).toEqual(['The gate is shut.'])
  })

  it('takes first what both rankings found', () => {
    expect(chosen('tide', [at('The hill'), at('The tide')])).toEqual(['The tide is high.'])
    expect(chosen('tide', [at('The hill'), at('The tide')], 2_200)).toEqual(['The tide is high.', 'The hill is green'])
  })

  it('does not mind where the stored passages were cut, nor passages of other sources', () => {
    const wide = { source: 'src_1', start: text.indexOf('The gate') + 300, end: text.indexOf('The gate') + 700 }
    expect(chosen('barrier', [{ source: 'src_2', start: 0, end: 500 }, wide])).toEqual(['The gate is shut.'])
  })
})
