import { describe, expect, it } from 'vitest'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { createClassifier, type Lexicons } from '../classifier/index.ts'
import { createRuleBook } from './rule-book.ts'

const NONE: ReadonlySet<string> = new Set()
const LEXICONS: Lexicons = {
  firstNames: NONE,
  lastNames: NONE,
  ambiguousNames: NONE,
  commonWords: NONE,
  places: NONE,
  healthTerms: NONE,
  organizations: NONE,
  occupations: NONE,
  nationalities: NONE,
}

function rule(patch: Partial<PrivacyRule>): PrivacyRule {
  return { id: 'rul_1', kind: 'word', text: 'Nightjar', label: 'confidential', note: '', createdAt: 1, removedAt: null, ...patch }
}

function scanWith(...rules: readonly PrivacyRule[]) {
  const book = createRuleBook()
  const classifier = createClassifier(LEXICONS, book)
  book.use(rules)
  return (text: string) => {
    const { label, findings } = classifier.scan(text)
    return { label, values: findings.map(({ type, start, end }) => `${type} ${text.slice(start, end)}`) }
  }
}

describe('a private word', () => {
  it('is found whole, in any case and spacing, with the label it was given', () => {
    const scan = scanWith(rule({ text: 'Project Nightjar', label: 'internal' }))
    expect(scan('About project\n  NIGHTJAR, and projects.')).toEqual({
      label: 'internal',
      values: ['WORKSPACE/internal project\n  NIGHTJAR'],
    })
    expect(scan('The nightjar is a bird; Project Nightjars are not ours.')).toEqual({ label: 'public', values: [] })
  })

  it.each(['Night\u200bjar', 'Ｎｉｇｈｔｊａｒ', 'nightjar_draft.md', '«Nightjar»'])('is found in %s', (text) => {
    expect(scanWith(rule({}))(`see ${text} now`).label).toBe('confidential')
  })

  it('may begin and end with signs', () => {
    expect(scanWith(rule({ text: '#4711!' }))('a#4711!b').values).toEqual(['WORKSPACE/confidential #4711!'])
  })

  it('is found among hundreds of others', () => {
    const many = Array.from({ length: 400 }, (_, index) => rule({ id: `rul_${index}`, text: `codename${index}` }))
    expect(scanWith(...many)('of codename7 and codename399').values).toHaveLength(2)
  })
})

describe('a private pattern', () => {
  it('is found with the label it was given', () => {
    const scan = scanWith(rule({ kind: 'pattern', text: 'prj-\\d{4}', label: 'restricted' }))
    expect(scan('See PRJ-1234 today.')).toEqual({ label: 'restricted', values: ['WORKSPACE/restricted PRJ-1234'] })
  })

  it('takes time in line with the text, whatever is written in it', () => {
    const scan = scanWith(rule({ kind: 'pattern', text: '(x+x+)+y' }))
    const time = (chars: number): number => {
      const text = 'x'.repeat(chars)
      const started = performance.now()
      scan(text)
      return performance.now() - started
    }
    time(20_000)
    // Four times the text: a backtracking engine would not come back at all.
    expect(time(80_000)).toBeLessThan(40 * Math.max(time(20_000), 1))
  })
})

describe('what is not private', () => {
  const mail = 'office@harbour-town.org'
  const dismissed = rule({ kind: 'not-private', text: mail.toUpperCase(), label: null })

  it('is dropped, and only that', () => {
    const scan = scanWith(dismissed)
    expect(scan(`Write to ${mail}.`)).toEqual({ label: 'public', values: [] })
    expect(scan('Write to jane@harbour-town.org.').label).toBe('confidential')
  })

  it('holds no longer when the rule was removed', () => {
    expect(scanWith({ ...dismissed, removedAt: 2 })(`Write to ${mail}.`).label).toBe('confidential')
  })

  it('never lowers a credential, nor a number that must not leave', () => {
    for (const text of ['AKIAQ7ZP4MNX2RT6WBYE', '4539 5787 6362 1486']) {
      const scan = scanWith(rule({ kind: 'not-private', text, label: null }))
      expect(scan(`Use ${text} here.`).label).toBe('restricted')
    }
  })

  it('does not take back what the workspace itself calls private', () => {
    expect(scanWith(rule({}), rule({ kind: 'not-private', text: 'Nightjar', label: null }))('On Nightjar.').label).toBe('confidential')
  })
})
