import { describe, expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import { withoutDismissed } from './dismissed.ts'

const finding = (type: string, start: number, end: number, score = 0.6): Finding => ({ type, start, end, score, recognizer: 'test' })
const dismissing =
  (...starts: readonly number[]) =>
  (one: Finding) =>
    one.type === 'EMAIL_ADDRESS' && starts.includes(one.start)

describe('what is called not private', () => {
  const mail = finding('EMAIL_ADDRESS', 10, 40)

  it('takes the names inside it along, and no other', () => {
    const [inside, before, across] = [finding('PERSON', 10, 14), finding('PERSON', 0, 4), finding('LOCATION', 30, 45)]
    expect(withoutDismissed([inside, mail, before, across], dismissing(10))).toEqual([before, across])
  })

  it('takes no value along that is found inside it', () => {
    const number = finding('PHONE_NUMBER', 12, 20)
    expect(withoutDismissed([mail, number], dismissing(10))).toEqual([number])
  })

  it('reaches as far as the longest that begins earlier', () => {
    const short = finding('EMAIL_ADDRESS', 12, 15)
    expect(withoutDismissed([mail, short, finding('PERSON', 20, 30)], dismissing(10, 12))).toEqual([])
  })

  it('is never what is restricted', () => {
    const card = finding('CREDIT_CARD', 10, 40, 0.9)
    expect(withoutDismissed([card], () => true)).toEqual([card])
  })
})
