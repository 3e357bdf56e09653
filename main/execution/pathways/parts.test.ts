import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partsOf } from './parts.ts'

const texts = (prompt: string): string[] => partsOf(prompt).map(({ text }) => text)

describe('what a request asks for', () => {
  it('is one thing where it asks for one', () => {
    const prompt = 'Our order is late. Write an apology to Ann Baker, whose e-mail is ann@example.org.'
    expect(texts(prompt)).toEqual([prompt])
  })

  it('is each item of a list, with the statements that it needs', () => {
    const parts = texts(
      'Ann Baker from Northfield was charged twice on 3 May.\n\n1. Write an apology to Ann Baker.\n2. Explain how chargebacks work in general.',
    )
    expect(parts).toHaveLength(2)
    expect(parts[0]).toContain('charged twice')
    expect(parts[1]).toBe('Explain how chargebacks work in general.')
  })

  it('is each question of a paragraph', () => {
    expect(texts('What is a reverse proxy? How does TLS termination work?')).toHaveLength(2)
  })

  it('keeps what is said of "her" and "our" with whoever needs it', () => {
    const parts = texts('Ann Baker lost the parcel.\n\n- Write a letter to her.\n- Explain what a tracking number is.')
    expect(parts[0]).toContain('Ann Baker')
    expect(parts[1]).not.toContain('Ann Baker')
  })

  it('does not tear a request from the answer that it builds on', () => {
    expect(texts('Summarise the meeting for the team. Then translate it into German.')).toHaveLength(1)
  })

  it('reads German requests', () => {
    expect(
      texts('Schreibe einen Brief an Frau Weber, Hauptstr. 4.\n\nErkläre allgemein, was eine Vorfälligkeitsentschädigung ist.'),
    ).toHaveLength(2)
  })

  it('takes a list after "the following:" as things that are asked for', () => {
    expect(texts('Please give me the following:\n- a slogan for a bakery\n- three names for a cat')).toHaveLength(2)
  })

  it('cuts any text into pieces of it, in order, and never asks for nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abc.?!\n -1) Write it:'.split('')), maxLength: 300 }), (prompt) => {
        const parts = partsOf(prompt)
        expect(parts.length).toBeGreaterThan(0)
        for (const { pieces, text } of parts) {
          let from = 0
          for (const { start, end } of pieces) {
            expect(start).toBeGreaterThanOrEqual(from)
            expect(end).toBeLessThanOrEqual(prompt.length)
            from = start
          }
          if (parts.length > 1) expect(text.trim()).not.toBe('')
          else expect(text).toBe(prompt)
        }
      }),
    )
  })

  it('takes time in proportion to a long text', () => {
    const took = (text: string): number => {
      const started = performance.now()
      partsOf(text)
      return performance.now() - started
    }
    for (const unit of ['Write a. ', 'a', '. ', '?', '1) ', 'Write it ', '\n- x', '...!?'])
      expect(took(unit.repeat(20_000))).toBeLessThan(1_500)
  })
})
