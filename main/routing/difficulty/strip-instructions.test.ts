import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stripInstructions } from './strip-instructions.ts'

const QUESTION = 'Which gas is green?\nA) neon\nB) chlorine'

describe('stripInstructions', () => {
  it.each([
    [`Please answer with the letter of the correct option.\n\n${QUESTION}`],
    [`Question: ${QUESTION}\nAnswer:`],
    [`Context: None\n\nQuestion: ${QUESTION}\n\nGive the correct letter choice in a box. Keep the explanation short.`],
    [
      `['Choose the best answer.\\n\\nWhich gas is green?\\nA) neon\\nB) chlorine\\nPrint only a single letter without explanation. Answer:']`,
    ],
  ])('leaves the question alone: %s', (prompt) => {
    expect(stripInstructions(prompt)).toBe(QUESTION)
  })

  it.each([
    'Proofread the paragraph below.',
    'Explain briefly.',
    'Answer the question.',
    '',
    'What is the best option for a small garden?',
  ])('keeps what is the request itself: %s', (prompt) => {
    expect(stripInstructions(prompt)).toBe(prompt)
  })

  it('gives a part of any text, and is quick on a long one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(stripInstructions(text).length).toBeLessThanOrEqual(text.length)
      }),
    )
    const started = performance.now()
    stripInstructions('Answer: '.repeat(100_000))
    stripInstructions(`${' '.repeat(100_000)}.`)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
