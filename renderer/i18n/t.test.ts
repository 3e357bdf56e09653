import { afterEach, describe, expect, it } from 'vitest'
import { languageFor, localeOf } from './languages.ts'
import { measure, rich, speak, t } from './t.ts'

afterEach(() => speak('en', {}))

describe('what the window says', () => {
  it('says English when there is no translation', () => {
    expect(t('Runs here')).toBe('Runs here')
    expect(t('{count, plural, one {# job} other {# jobs}}', { count: 1200 })).toBe('1,200 jobs')
    expect(t('It’s “{name}”', { name: 'a < b {c}' })).toBe('It’s “a < b {c}”')
  })

  it('says it in the language that was set, with its own plurals and numbers', () => {
    speak('de', { '{count, plural, one {# job} other {# jobs}}': '{count, plural, one {# Auftrag} other {# Aufträge}}' })
    expect(t('{count, plural, one {# job} other {# jobs}}', { count: 1 })).toBe('1 Auftrag')
    expect(t('{count, plural, one {# job} other {# jobs}}', { count: 1200 })).toBe('1.200 Aufträge')
  })

  it('keeps elements where the translation puts them', () => {
    speak('de', { 'Press <k>Enter</k> now': 'Jetzt <k>Enter</k> drücken' })
    expect(rich('Press <k>Enter</k> now', { k: (parts) => `[${parts.join('')}]` })).toBe('Jetzt [Enter] drücken')
  })
})

describe('a measure', () => {
  it('keeps its own order among words that are written from right to left', () => {
    speak('ar', {}, true)
    expect(measure('271 MiB')).toBe('\u2068271 MiB\u2069')
    expect(measure('\u200f1.00 US$')).toBe('\u20681.00 US$\u2069')
    speak('en', {})
    expect(measure('271 MiB')).toBe('271 MiB')
  })
})

describe('which language', () => {
  it('is the chosen one, else the first of the system’s that we have, else English', () => {
    expect(languageFor('ar', ['de-DE']).id).toBe('ar')
    expect(languageFor(null, ['fr-FR', 'de-AT', 'en']).id).toBe('de')
    expect(languageFor(null, ['fr']).id).toBe('en')
  })

  it('formats English as the person’s own country does', () => {
    expect(localeOf(languageFor(null, ['en-GB']), ['en-GB'])).toBe('en-GB')
    expect(localeOf(languageFor('de', ['en-GB']), ['en-GB'])).toBe('de')
  })
})
