import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createClassifier } from '../classifier.ts'
import { loadLexicons } from '../load-lexicons.ts'

const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../../../resources/lexicons', import.meta.url))))

function found(text: string): string[] {
  return classifier.scan(text).findings.map(({ type, start, end }) => `${type}=${text.slice(start, end)}`)
}

describe('what leads to somebody without a name', () => {
  it.each([
    ['her employee no is K-20915, file it', 'REFERENCE_NUMBER=K-20915'],
    ['policy AB-7719-3320-X was never sent', 'REFERENCE_NUMBER=AB-7719-3320-X'],
    ['Meine Kundennummer: 4471-220', 'REFERENCE_NUMBER=4471-220'],
    ['mon numéro de dossier D88120431', 'REFERENCE_NUMBER=D88120431'],
    ['numero cliente A5520913', 'REFERENCE_NUMBER=A5520913'],
    ['müşteri no 7730154', 'REFERENCE_NUMBER=7730154'],
    ['see /home/marta.silva/notes/a.txt', 'USERNAME=marta.silva'],
    ['it is in C:\\Users\\TorvaldB\\Desktop\\x.doc', 'USERNAME=TorvaldB'],
    ['my username quick_otter was taken', 'USERNAME=quick_otter'],
    ['log\n[18:02] mo_ravn: are you there', 'USERNAME=mo_ravn'],
    ['pilar.v [09:15] who is on call', 'USERNAME=pilar.v'],
    ["WHERE last_name = 'Ngcobozi'", 'PERSON=Ngcobozi'],
    ['booking reference KX4PWT, two nights', 'REFERENCE_NUMBER=KX4PWT'],
    ['rent arrears, ref 8812-QRA-4', 'REFERENCE_NUMBER=8812-QRA-4'],
    ['(Nr. T771203944) bitte mitbringen', 'REFERENCE_NUMBER=T771203944'],
    ['NISN: 0071234567', 'REFERENCE_NUMBER=0071234567'],
    ['my UTR is 41210 88321', 'UK_UTR=41210 88321'],
    ['pay to sort 20-44-91, acc 61190045', 'UK_BANK_ACCOUNT=61190045'],
    ['kontakt: Ola, 555 019 311', 'PHONE_NUMBER=555 019 311'],
    ['Mój PESEL 85010112346', 'PL_PESEL=85010112346'],
    ['house no 61, behind the mosque', 'POSTAL_ADDRESS=house no 61'],
    ['address: The Mews, Cork T12 W8XK', 'T12 W8XK'],
    ['postcode please\nsw9 8qq', 'POSTAL_ADDRESS=sw9 8qq'],
    ['she is on 0161 496 0733 all day', 'PHONE_NUMBER=0161 496 0733'],
  ])('is found: %s', (text, finding) => {
    expect(found(text).join(' ')).toContain(finding)
  })

  it.each([
    'the policy of 2019 is in case 3 of chapter 12',
    'order 4711-0815, invoice 2024-000123, ticket 10293847',
    'cd /home/ubuntu/app and /home/runner/work',
    '[12:01:33] INFO: started\n[12:01:34] worker2: done',
    "const query = { firstName: 'string', lastName: 'test' }",
    'a regex for post codes like 12 digits',
    'speaker 1: and the postcode\nspeaker 2: later',
    'a login page and a username field',
    'sort 10-20-30 by size, then sort 2024 first',
    'see no. 2207, id 55 and RFC no 7231',
  ])('is not in what anybody could write: %s', (text) => {
    expect(found(text).filter((one) => /^(?:REFERENCE_NUMBER|USERNAME|POSTAL_ADDRESS|PERSON)=/.test(one))).toEqual([])
  })
})

describe('a recovery phrase', () => {
  it('is found behind a question about it', () => {
    const words = 'apple river stone cloud tiger lemon paper chair garden winter bridge candle'
    expect(found(`does my seed phrase look right to you? ${words}`).join(' ')).toContain(words)
  })
})
