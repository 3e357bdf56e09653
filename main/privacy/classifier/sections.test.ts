import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import { createClassifier } from './classifier.ts'
import { loadLexicons } from './load-lexicons.ts'
import { cutSections } from './sections.ts'

const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../../resources/lexicons', import.meta.url))))

const base64 = (bytes: number): string =>
  Buffer.from('k AKIAQ7ZP4MNX2RT6WBYE and '.repeat(Math.ceil(bytes / 27)).slice(0, bytes)).toString('base64')
const lines = (text: string): string => text.replaceAll(/.{64}/g, '$&\n')

const PLANTED = [
  'anna.hale@example.org',
  '4539 5787 6362 1486',
  '4539 5787\n6362 1486',
  'SSN 536-22-8145',
  'AKIAQ7ZP4MNX2RT6WBYE',
  `password = "x7#Lq${'abc9'.repeat(80)}"`,
  `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${lines(base64(2_400))}\n-----END RSA PRIVATE KEY-----`,
  `cert: ${lines(base64(3_000))}\n`,
  `blob=${base64(5_000)}`,
  Buffer.from('key AKIAQ7ZP4MNX2RT6WBYE here')
    .toString('hex')
    .replaceAll(/..(?=.)/g, '$& ')
    .repeat(40),
  'ann%40mail.example',
  'Grüße aus 10115 Berlin, Hauptstraße 12',
]
const FILLER = 'The gate is closed at high water, and nobody may pass.\nIt opens again when the tide has gone out. '

/** Findings that rules make; what a text says as a whole is judged within a section. */
function ofRules(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ recognizer }) => !recognizer.startsWith('request-') && !/name/.test(recognizer))
}

function inSections(text: string, size: number): Finding[] {
  return cutSections(text, size).flatMap((section) => classifier.scanSection(text, section))
}

const keyOf = ({ start, end, recognizer }: Finding): string => `${String(start).padStart(7)} ${end} ${recognizer}`

describe('sections', () => {
  it('cover a text without gaps, and end where nothing is torn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PLANTED, FILLER, 'x', ' ', '\n'), { maxLength: 80 }),
        fc.integer({ min: 1, max: 4_000 }),
        (parts, size) => {
          const text = parts.join('')
          const sections = cutSections(text, size)
          expect(sections.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
          expect(sections.every(({ start, end }) => end > start || text === '')).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('together hold what is found in one piece, wherever they end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...PLANTED), fc.integer({ min: 0, max: 6 })), { minLength: 4, maxLength: 14 }),
        fc.integer({ min: 500, max: 9_000 }),
        (parts, size) => {
          const text = parts.map(([planted, fillers]) => planted + ' '.repeat(fillers % 2) + FILLER.repeat(fillers)).join('\n')
          const whole = classifier.scanSection(text, { start: 0, end: text.length })
          expect(ofRules(inSections(text, size)).map(keyOf).sort()).toEqual(ofRules(whole).map(keyOf).sort())
        },
      ),
      { numRuns: 40 },
    )
  })

  it('are found again behind an edit, so that most of a long text need not be read again', () => {
    const text = FILLER.repeat(1_500)
    const before = cutSections(text)
    const after = cutSections(`${text.slice(0, 120_000)}!${text.slice(120_000)}`)
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3))
    expect(before.length).toBeGreaterThan(3)
  })
})
