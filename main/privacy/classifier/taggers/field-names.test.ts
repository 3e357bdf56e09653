import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createClassifier } from '../classifier.ts'
import { loadLexicons } from '../load-lexicons.ts'

const classifier = createClassifier(loadLexicons(join(import.meta.dirname, '../../../../resources/lexicons')))
const namesIn = (text: string): string[] =>
  classifier
    .scan(text)
    .findings.filter(({ recognizer }) => /^(?:person|place|organization)-name$/.test(recognizer))
    .map(({ start, end }) => text.slice(start, end))

describe('the name of a field of a form', () => {
  it.each(['IBAN', 'BIC', 'DNI', 'PESEL', 'CPF', 'AADHAAR', 'CVV', 'KENNITALA', 'VOORNAAM', 'NAZWISKO', 'NACIMIENTO', 'SORTCODE'])(
    '%s is nobody, however the form is drawn',
    (field) => {
      for (const form of [
        field,
        `${field}:`,
        `Please fill in:\n${field}\n`,
        `DATE\n${field} = \nTOTAL`,
        `- ${field}\n- DATE`,
        `| ${field} | DATE |`,
      ]) {
        expect(namesIn(form), form).toEqual([])
      }
    },
  )

  it('makes no form private that holds nothing yet', () => {
    expect(classifier.scan('Name\nIBAN\nBIC\nVAT').label).toBe('public')
  })

  it('hides nothing of what is filled in', () => {
    const { label, findings } = classifier.scan('NAME: Margaret Ellison\nIBAN: DE89 3704 0044 0532 0130 00')
    expect(label).toBe('restricted')
    expect(findings.map(({ type }) => type)).toEqual(expect.arrayContaining(['PERSON', 'IBAN_CODE']))
  })
})

describe('a name', () => {
  it.each([
    ['of a person in capitals', 'MARGARET\nELLISON', ['MARGARET', 'ELLISON']],
    ['of somebody who speaks', 'NICK: Good morning.', ['NICK']],
    ['of two who speak', 'SARAH: we have to go\nNICK: not yet', ['SARAH', 'NICK']],
    ['of a country at the head of a list', 'CHILE\nPeru', ['CHILE', 'Peru']],
    ['that reads like a field, of somebody in a sentence', 'Iban Gorka called Margaret Ellison.', ['Iban Gorka', 'Margaret Ellison']],
  ])('%s is one all the same', (_, text, names) => {
    expect(namesIn(text)).toEqual(names)
  })
})
