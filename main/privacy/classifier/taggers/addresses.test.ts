import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClassifier } from '../classifier.ts'
import { loadLexicons } from '../load-lexicons.ts'

const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../../../resources/lexicons', import.meta.url))))

/** The parts of addresses that were found, as `TYPE=value`. */
function found(text: string): string[] {
  return classifier
    .scan(text)
    .findings.filter(({ type }) => type === 'POSTAL_ADDRESS' || type === 'LOCATION')
    .map(({ type, start, end }) => `${type}=${text.slice(start, end)}`)
}

describe('a street with its number', () => {
  it.each<[string, string]>([
    ['Great Britain', '221B Baker Street'],
    ['United States', '4820 N Harbor Blvd'],
    ['United States, a numbered street', '415 5th Avenue'],
    ['Australia', '17 Wattle Crescent'],
    ['Germany', 'Lindenstraße 27'],
    ['Germany, in two words', 'Berliner Allee 9'],
    ['Austria', 'Mariahilfer Straße 77'],
    ['Switzerland', 'Via Nassa 5'],
    ['Netherlands', 'Prinsengracht 263'],
    ['Belgium', 'Grote Steenweg 118'],
    ['France', '12 rue de la Paix'],
    ['France, an avenue', '8 bis avenue Victor Hugo'],
    ['Spain', 'Calle de Alcalá 42'],
    ['Spain, abbreviated', 'C/ Mayor 3'],
    ['Portugal', 'Rua do Carmo 15'],
    ['Brazil', 'Avenida Paulista 1578'],
    ['Italy', 'Via delle Terme 31'],
    ['Italy, a square', 'Piazza Garibaldi 2'],
    ['Poland', 'ul. Długa 7'],
    ['Czechia', 'Pod Lipami ulice 12'],
    ['Hungary', 'Kossuth Lajos utca 19.'],
    ['Romania', 'Strada Lipscani 55'],
    ['Sweden', 'Storgatan 16'],
    ['Norway', 'Kirkeveien 61'],
    ['Denmark', 'Ringvej 144'],
    ['Finland', 'Mannerheimintie 20'],
    ['Iceland', 'Laugavegur 22'],
    ['Estonia', 'Pikk tänav 40'],
    ['Greece', 'Οδός Ερμού 12'],
    ['Turkey', 'İstiklal Caddesi 88'],
    ['Russia', 'улица Ленина 5'],
  ])('is found in the form of %s: %s', (_, street) => {
    expect(found(`She lives at ${street} now.`).join(' ')).toContain(street.replace(/\.$/, ''))
    expect(classifier.scan(`Send it to ${street}, please.`).label).toBe('confidential')
  })

  it('is found in small letters where the text has no others', () => {
    expect(found('she lives at 14 mill lane, apt. 3')).toContain('POSTAL_ADDRESS=14 mill lane, apt. 3')
  })
})

describe('an address in running text', () => {
  it.each([
    '12 Mill Lane Apt. 4\nHarwich, MA 02645',
    '17 Oak Street, Suite 210, Tucson, AZ 85701',
    'PSC 4417, Box 921\nAPO AE 09021',
    'Unit 7731 Box 204\nDPO AP 96521',
    'USS Merrow\nFPO AP 96671',
    'the corner of Calle Mayor 12 and Ferry Road',
    'P.O. Box 4471',
  ])('is one finding: %s', (address) => {
    expect(found(`May I have the statement sent to ${address}?`)).toEqual([`POSTAL_ADDRESS=${address}`])
  })
})

describe('an address in a block of lines', () => {
  it.each(['', '> ', '??? ', '    '])('is found part by part behind %j', (head) => {
    const lines = ['Mona Lindqvist', 'Hartmann & Sons', '4410 Storgatan 16', 'Apt. 12', 'Lund', 'Sweden 22350']
    const parts = found(lines.map((line) => head + line).join('\n'))
    expect(parts).toEqual(
      expect.arrayContaining(['POSTAL_ADDRESS=4410', 'POSTAL_ADDRESS=Storgatan 16', 'POSTAL_ADDRESS=Apt. 12', 'POSTAL_ADDRESS=22350']),
    )
    expect(parts.join(' ')).toContain('LOCATION=Lund')
  })

  it('takes no telephone number on the next line for a code', () => {
    expect(found('12 Mill Lane\nApt. 4\nHarwich\n020 7946 0821').join(' ')).not.toContain('020')
  })
})

describe('other numbers beside words', () => {
  it.each([
    'A. 12\nB. 15\nC. 16\nAnswer:',
    'She picked 60 apples from an apple tree and used 12 of them.',
    'Passage of the Reconstruction Act of 1867 came late.',
    'He lived in Nazi Germany in 1940.',
    'The probability of an accident on Highway 48 is small.',
    'Scenario 1 | I called my wife. Scenario 2 | I did not.',
    'Version 10 of Mill Lane Editor, page 12 of 40, chapter 3.',
    'It costs 12 pounds a day for 3 people.',
    'On January 2 they met at a local restaurant.',
  ])('are no address: %s', (text) => {
    expect(classifier.scan(text).findings.filter(({ recognizer }) => recognizer.startsWith('address'))).toEqual([])
  })

  it('never give findings that overlap or lie outside, whatever the text', () => {
    const piece = fc.constantFrom(
      '12',
      ' ',
      '\n',
      ', ',
      'Mill',
      'Lane',
      'Rua',
      'do',
      'Apt.',
      '> ',
      '02645',
      'MA',
      'Storgatan',
      'address: ',
      'u.',
      '-',
      'ß',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const text = pieces.join('')
        let last = 0
        for (const { start, end } of classifier.scan(text).findings) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeLessThanOrEqual(text.length)
          last = end
        }
      }),
      { numRuns: 300 },
    )
  })
})
