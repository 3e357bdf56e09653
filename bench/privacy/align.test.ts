import { describe, expect, it } from 'vitest'
import { alignRedacted } from './align.ts'

const MARKERS = { PERSON_NAME: 'PERSON', EMAIL_ADDRESS: 'EMAIL_ADDRESS', URL: 'URL', DIGITS: 'DIGITS' }

/** The words that the spans cover, with their types. */
function words(original: string, redacted: string): string[] | null {
  return alignRedacted(original, redacted, MARKERS)?.map(({ type, start, end }) => `${type}:${original.slice(start, end)}`) ?? null
}

describe('laying a redacted text over its original', () => {
  it.each([
    ['Hi Ada Byron, mail a@b.org', 'Hi PERSON_NAME, mail EMAIL_ADDRESS', ['PERSON:Ada Byron', 'EMAIL_ADDRESS:a@b.org']],
    ['Ada wrote', 'PERSON_NAME wrote', ['PERSON:Ada']],
    ['nothing to hide', 'nothing to hide', []],
    // The marker's own word is in the original, once untouched and once beside a real one.
    ['the URL is http://a.b/c', 'the URL is URL', ['URL:http://a.b/c']],
    ['CURL https://a.b', 'CURL URL', ['URL:https://a.b']],
    // Two markers side by side: the first takes as little as fits.
    ['x12345 y', 'xDIGITSDIGITS y', ['DIGITS:1', 'DIGITS:2345']],
    // The shortest fit of the first marker would leave the rest without a place.
    ['call 12 and 12 and 7', 'call DIGITS and 7', ['DIGITS:12 and 12']],
    ['Zoë 😂 in Ulm', 'PERSON_NAME 😂 in Ulm', ['PERSON:Zoë']],
  ])('%s → %s', (original, redacted, expected) => {
    expect(words(original, redacted)).toEqual(expected)
  })

  it.each([
    ['text around the markers was changed', 'Ada said "yes"', 'PERSON_NAME said “yes”'],
    ['a marker was itself redacted again', 'user: a@b.org', 'EMAIL_PERSON_NAME'],
    ['a marker stands for nothing', 'Hi there', 'Hi PERSON_NAMEthere'],
  ])('gives up when %s', (_why, original, redacted) => {
    expect(words(original, redacted)).toBeNull()
  })

  it('gives up in time on a text with thousands of ways to fit', () => {
    expect(words('a '.repeat(3_000), `${'PERSON_NAME '.repeat(1_000)}b`)).toBeNull()
  })
})
