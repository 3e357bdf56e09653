import { beforeEach, describe, expect, it } from 'vitest'
import { type NewPrivacyRule, type PrivacyRule, RULE_LIMITS } from '#contracts/privacy-rules.ts'
import type { Platform } from '../../platform.ts'
import { createPrivacyRules, type PrivacyRules } from './privacy-rules.ts'
import { createRuleBook } from './rule-book.ts'

let stored: PrivacyRule[]
let changes: number
let rules: PrivacyRules

beforeEach(async () => {
  stored = []
  changes = 0
  const platform = {
    clock: { now: () => 1000 + stored.length, monotonic: () => 0 },
    ids: { next: (prefix: string) => `${prefix}_${stored.length + 1}` },
  }
  rules = await createPrivacyRules({
    platform: platform as unknown as Platform,
    store: {
      list: async () => stored.toReversed(),
      version: async () => `${stored.length}:${stored.filter(({ removedAt }) => removedAt !== null).length}`,
      add: async (rule) => void stored.push(rule),
      async remove(id, at) {
        const found = stored.findIndex((rule) => rule.id === id && rule.removedAt === null)
        const rule = stored[found]
        if (rule !== undefined) stored[found] = { ...rule, removedAt: at }
        return rule !== undefined
      },
    },
    isRestricted: (text) => text.includes('AKIA'),
    book: createRuleBook(),
    onChange: () => (changes += 1),
  })
})

const word = (text: string, patch: Partial<NewPrivacyRule> = {}): NewPrivacyRule => ({
  kind: 'word',
  text,
  label: 'confidential',
  note: '',
  ...patch,
})
const dismissal = (text: string): NewPrivacyRule => ({ kind: 'not-private', text, label: null, note: '' })
const pattern = (text: string): NewPrivacyRule => word(text, { kind: 'pattern' })

describe('the rules of a workspace', () => {
  it('are kept with their times after they are removed', async () => {
    const { id } = await rules.add(word('Nightjar'))
    expect(await rules.current()).toMatchObject([{ id, removedAt: null }])
    expect(await rules.remove(id)).toBe(true)
    expect(await rules.remove(id)).toBe(false)
    expect(await rules.current()).toEqual([])
    expect(await rules.list()).toMatchObject([{ id, text: 'Nightjar', createdAt: 1000, removedAt: 1001 }])
    expect(changes).toBe(2)
  })

  it('hold also where another process added or removed them, and are read anew only then', async () => {
    const before = await rules.current()
    expect(await rules.current()).toBe(before)
    const theirs = { ...word('Nightjar'), id: 'rul_9', createdAt: 1, removedAt: null }
    stored.push(theirs)
    expect(await Promise.all([rules.current(), rules.current()])).toEqual([[theirs], [theirs]])
    stored[0] = { ...theirs, removedAt: 2 }
    expect(await rules.current()).toEqual([])
    expect(changes).toBe(2)
  })

  it('hold once, however often the same is asked for', async () => {
    const first = await rules.add(word('Project  Nightjar'))
    expect(await rules.add(word('project nightjar'))).toEqual(first)
    expect(stored).toHaveLength(1)
  })

  it.each([
    ['a word without letters', word('--'), 'BAD_INPUT'],
    ['a word that is found everywhere', word('ab'), 'BAD_INPUT'],
    ['a word without a label', word('Nightjar', { label: null }), 'BAD_INPUT'],
    ['a dismissal with a label', { ...dismissal('Nightjar'), label: 'internal' as const }, 'BAD_INPUT'],
    ['a dismissed credential', dismissal('AKIA and more'), 'BAD_INPUT'],
    ['a pattern that is none', pattern('(unclosed'), 'BAD_INPUT'],
    ['a pattern that needs looking back', pattern('(?<=x)y'), 'BAD_INPUT'],
    ['a pattern that matches nothing', pattern('x*'), 'BAD_INPUT'],
    ['a pattern that matches everything', pattern('\\w+'), 'BAD_INPUT'],
    ['a pattern that would take long', pattern('(?:\\w{0,200}q){2}'), 'BAD_INPUT'],
  ])('are refused with a reason, and without a quotation: %s', async (_what, rule, code) => {
    const refused = await rules.add(rule).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code })
    expect(String(refused)).not.toContain(rule.text)
    expect(stored).toEqual([])
  })

  it('do not contradict each other', async () => {
    await rules.add(word('Nightjar'))
    await expect(rules.add(dismissal('NIGHTJAR'))).rejects.toMatchObject({ code: 'CONFLICT' })
    await rules.add(dismissal('Harbour House'))
    await expect(rules.add(word('harbour  house'))).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('are limited in number', async () => {
    for (let index = 0; index < RULE_LIMITS.activePatterns; index += 1) await rules.add(pattern(`prj-${index}-\\d{4}`))
    await expect(rules.add(pattern('one-more-\\d{4}'))).rejects.toMatchObject({ code: 'CONFLICT' })
    await rules.add(word('still room'))
  })

  it('are limited in the time that all patterns take together', async () => {
    for (const letter of 'abcd') await rules.add(pattern(`${letter}-[0-9]{200}`))
    await expect(rules.add(pattern('e-[0-9]{220}'))).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('can be tried on a sample, and nothing is kept of either', async () => {
    const trial = rules.test(pattern('prj-\\d{4}'), 'See PRJ-1234 and\u200b prj-9999.')
    expect(trial).toMatchObject({
      problem: null,
      matches: [
        { start: 4, end: 12 },
        { start: 18, end: 26 },
      ],
    })
    expect(trial.steps).toBeGreaterThan(4)
    expect(rules.test(word('Night Jar'), 'of night\njar').matches).toEqual([{ start: 3, end: 12 }])
    expect(rules.test(pattern('(unclosed'), 'x').problem).toContain('not a valid pattern')
    expect(stored).toEqual([])
  })
})
