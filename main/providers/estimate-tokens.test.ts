import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateMessageTokens, estimateTokens } from './estimate-tokens.ts'

describe('estimateTokens', () => {
  // Counted with the o200k vocabulary.
  it.each([
    [
      'The committee met on Tuesday to discuss the new schedule. Several members thought that the deadline was too early, because the supplier had not yet confirmed delivery of the parts.',
      33,
    ],
    ['Der Ausschuss traf sich am Dienstag, um den neuen Zeitplan zu besprechen. Mehrere Mitglieder hielten die Frist für zu kurz.', 28],
    ['Комитет собрался во вторник, чтобы обсудить новое расписание.', 17],
    ['委员会于星期二开会讨论新的时间表。几位成员认为截止日期太早，因为供应商尚未确认零件的交付。', 31],
    ['委員会は火曜日に新しいスケジュールについて話し合うために集まりました。', 24],
    ['위원회는 화요일에 새로운 일정을 논의하기 위해 모였습니다.', 16],
    ['export function add(left: number, right: number): number {\n  return left + right\n}\n', 20],
  ])('comes within a third of the true count of %j', (text, tokens) => {
    expect(estimateTokens(text) / tokens).toBeGreaterThan(0.67)
    expect(estimateTokens(text) / tokens).toBeLessThan(1.34)
  })

  it('is zero for nothing, a whole number, and never falls as text is added on a new line', () => {
    expect(estimateTokens('')).toBe(0)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const whole = estimateTokens(`${a}\n${b}`)
        expect(Number.isInteger(whole)).toBe(true)
        expect(whole).toBeGreaterThanOrEqual(estimateTokens(a))
      }),
    )
  })

  it('adds what a chat format costs per message', () => {
    expect(estimateMessageTokens([{ content: 'one' }, { content: 'two' }])).toBe(10)
  })
})
