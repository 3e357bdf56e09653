import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding, Label } from '#contracts/privacy.ts'
import { createClassifier } from './classifier.ts'
import { loadLexicons } from './load-lexicons.ts'
import { normalise } from './normalise.ts'
import { resolveOverlaps } from './resolve-overlaps.ts'

const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../../resources/lexicons', import.meta.url))))

function found(text: string): string[] {
  return classifier.scan(text).findings.map(({ type, start, end }) => `${type}=${text.slice(start, end)}`)
}

describe('names', () => {
  it.each([
    ['Krisztina Szabóová lives in Lisbon.', 'PERSON=Krisztina Szabóová'],
    ['Please follow up with marta kowalska in May.', 'PERSON=marta kowalska'],
    ['my name is giovanna', 'PERSON=giovanna'],
    ['"It is late," says Hartvigsson.', 'PERSON=Hartvigsson'],
    ['They invited Tom, Brakk and Lucy.', 'PERSON=Brakk'],
    ['Ingrid Solheim called. Later Solheim wrote again.', 'PERSON=Solheim'],
    ['He grew up in Remniku before the war.', 'LOCATION=Remniku'],
    ['They moved here from New Zealand.', 'LOCATION=New Zealand'],
    ['She works for Vantresk and likes it.', 'ORGANIZATION=Vantresk'],
    ['A letter from Harrow Analytics Ltd came.', 'ORGANIZATION=Harrow Analytics Ltd'],
    ['He works as a plumber.', 'TITLE=plumber'],
    ['a Norwegian film', 'NRP=Norwegian'],
    ['See https://tides.example/today now', 'URL=https://tides.example/today'],
  ])('%s → %s', (text, expected) => {
    expect(found(text)).toContain(expected)
  })

  it.each(['Summer Olympics tickets are on sale.', 'The Password Policy applies to every Account.', 'Monday Morning Report'])(
    'are not every pair of capitals: %s',
    (text) => {
      expect(found(text).filter((one) => one.startsWith('PERSON'))).toEqual([])
    },
  )
})

describe('labels of texts that only look alike', () => {
  it.each<[Label, string]>([
    ['public', 'Maria has 12 apples. She gives 5 to Ahmed and 3 to Wei. How many are left?'],
    ['public', 'Years: 1901, 1914, 1918, 1939, 1945, 1969, 1989. Sections 1.2.3, 4.5.6 and 10.11.12.'],
    ['public', 'Compare on-premises and cloud hosting for a small company.'],
    ['public', 'What is a customer data platform?'],
    ['public', "import os\nkey = os.environ['API_KEY']\nprint(len(key))"],
    ['public', 'Compass: points north. Bypass: take the second exit on the A38.'],
    ['public', 'During 1971 the company grew; considering 12 options took a year.'],
    ['internal', 'Analyze this customer churn dataset and segment it.'],
    ['internal', 'Keep this analysis on our own machine, do not send it to the cloud.'],
    ['internal', '请分析这份员工工资数据'],
    ['restricted', 'Transfer from GB82 WEST 1234 5698 7654 32 to other bank accounts'],
    ['restricted', 'dbPassword = "Zt9#kelp-Wren"'],
    ['restricted', '<apiToken>q8Zr2LkV0mXw7TbN4cYd</apiToken>'],
    ['restricted', 'kind: Secret\nmetadata:\n  name: tide\ndata:\n  login: dGlkZTpnYXRlLTQ3MTE=\n'],
    ['restricted', 'curl https://x.example \\\n  -H "A: b" \\\n  -u harbour:Q7vTk29xLm'],
    ['confidential', 'My zip code is 35350.'],
    ['confidential', 'Mein Geburtsdatum: 12.03.1988'],
    ['confidential', 'Mes coordonnées : 12 rue de la Paix, 75002 Paris'],
  ])('%s: %s', (label, text) => {
    expect(`${classifier.scan(text).label} ${found(text)}`).toMatch(new RegExp(`^${label} `))
  })
})

describe('overlaps', () => {
  const finding = (type: string, start: number, end: number, score = 0.9): Finding => ({ type, start, end, score, recognizer: 'x' })

  it('never let something longer hide what must not leave', () => {
    expect(resolveOverlaps([finding('POSTAL_ADDRESS', 0, 60), finding('IBAN_CODE', 20, 42)]).map(({ type }) => type)).toEqual(['IBAN_CODE'])
  })

  it('leave a marker what nothing else covers', () => {
    expect(resolveOverlaps([finding('INTERNAL_MARKER', 0, 50), finding('PERSON', 5, 15)])).toEqual([
      finding('PERSON', 5, 15),
      finding('INTERNAL_MARKER', 15, 50),
    ])
  })
})

describe('normalising', () => {
  it('maps every span back, whatever was dropped or widened before it', () => {
    const piece = fc.constantFrom(
      { raw: 'a', plain: 'a' },
      { raw: '\u200B', plain: '' },
      { raw: '\u00AD\u200D', plain: '' },
      { raw: '𝐚', plain: 'a' },
      { raw: 'ｘ', plain: 'x' },
      { raw: '😀', plain: '😀' },
      { raw: '\u2013', plain: '-' },
      { raw: 'é', plain: 'é' },
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { text, toOriginal } = normalise(pieces.map(({ raw }) => raw).join(''))
        expect(text).toBe(pieces.map(({ plain }) => plain).join(''))
        let original = 0
        let offset = 0
        for (const { raw, plain } of pieces) {
          if (plain !== '') expect(toOriginal(offset, offset + plain.length)).toEqual({ start: original, end: original + raw.length })
          original += raw.length
          offset += plain.length
        }
      }),
    )
  })
})
