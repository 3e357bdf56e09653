import { describe, expect, it } from 'vitest'
import { estimateTokens } from '../providers/index.ts'
import { estimateOutputTokens, estimateTextTokens } from './token-estimate.ts'

describe('estimateTextTokens', () => {
  it.each([
    ['English prose', 'The museum opens at nine and the guided tour starts half an hour later. '],
    ['German prose', 'Das städtische Museum öffnet außerhalb der Ferien erst am Nachmittag. '],
    ['Russian prose', 'Музей открывается в девять часов, а экскурсия начинается позже. '],
    ['Arabic prose', 'يفتح المتحف أبوابه في الساعة التاسعة صباحا. '],
    ['Chinese prose', '博物馆九点开门，半小时后开始导览。'],
    ['Japanese prose', '博物館は九時に開館し、案内は半時間後に始まります。'],
    ['Korean prose', '박물관은 아홉 시에 문을 열고 안내는 나중에 시작합니다. '],
    ['code', 'export const sum = (xs: number[]): number => {\n  return xs.reduce((a, b) => a + b, 0)\n}\n'],
    ['a table of numbers', '12.5,99.31,2024-03-11,OK\n'],
    ['emoji', '🎉👍🔥 '],
  ])('is close to the estimate that counts by Unicode script, or above it: %s', (_name, piece) => {
    const text = piece.repeat(30)
    const ratio = estimateTextTokens(text) / estimateTokens(text)
    expect(ratio).toBeGreaterThan(0.9)
    expect(ratio).toBeLessThan(1.35)
  })

  it('counts nothing in nothing, and grows with the text', () => {
    expect(estimateTextTokens('')).toBe(0)
    expect(estimateTextTokens('word '.repeat(200))).toBeGreaterThan(estimateTextTokens('word '.repeat(100)))
  })
})

describe('estimateOutputTokens', () => {
  it.each([
    ['Write a two-sentence note.', 64],
    ['Summarise the notes in three bullets.', 90],
    ['Give ten short bullet points.', 300],
    ['Write two short paragraphs about bees.', 220],
    ['Turn this into a one-page memo.', 650],
    ['Write a page about bees.', 650],
    ['Draft a four-page proposal.', 2_600],
    ['Write 200 words about bees.', 270],
    ['Write 1,000 words about bees.', 1_350],
    ['Write between 400 and 600 words about bees.', 810],
    ['Write twelve headlines.', 360],
    ['Write 99999 words.', 4_000],
    ['Write 0 words.', 64],
  ])('follows the length that is asked for: %s', (prompt, tokens) => {
    expect(estimateOutputTokens(prompt, 0.5)).toBe(tokens)
  })

  it.each([
    'Summarise this 300-page report.',
    'Proofread my two-page letter.',
    'Translate the 40-page contract.',
    'What changed in version 2.5 pages and layouts?',
  ])('is not misled by the length of what is there already: %s', (prompt) => {
    expect(estimateOutputTokens(prompt, 0.5)).toBe(700)
  })

  it('takes the length asked for, not the one described before it', () => {
    expect(estimateOutputTokens('Summarise this 12-page report in one paragraph.', 0.5)).toBe(110)
  })

  it('grows with difficulty where no length is asked for', () => {
    expect(estimateOutputTokens('Explain tides.', 0.9)).toBeGreaterThan(estimateOutputTokens('Explain tides.', 0.1))
  })

  it('does not look for a length in a text pasted below the instruction', () => {
    expect(estimateOutputTokens(`Tidy this up: ${'lorem '.repeat(1_000)} Write 3000 words.`, 0.5)).toBe(700)
  })
})
