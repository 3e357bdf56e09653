import { expect, test } from 'vitest'
import { reasonText } from './finding-reasons.ts'

test.each([
  ['EMAIL_ADDRESS', 'email', 'It has the form of an e-mail address.'],
  ['US_SSN', 'us-ssn', 'It has the form of a number that the United States gives'],
  ['UK_NINO', 'uk-nino', 'It has the form of a number that the United Kingdom gives'],
  ['SECRET/aws-access-key', 'aws-access-key', 'It has the form of a credential: aws access key.'],
  ['SECRET/password', 'password', 'It stands where a password is given.'],
  ['DATE_TIME', 'birth-date-iso', 'It is a date of birth.'],
  ['WORKSPACE/internal', 'rule-rul_1', 'A rule of this workspace says that it is private.'],
  [
    'INTERNAL_MARKER',
    'request-business:our+not-public',
    'The text as a whole reads as a firm’s own business. Signs of it: the writer’s own, not meant for outside.',
  ],
  ['HOUSE_SIGN', 'x', 'It reads as this: House sign.'],
])('%s is explained in plain words', (type, recognizer, text) => {
  expect(reasonText(type, recognizer)).toContain(text)
})

test('what was found inside an encoded value says so', () => {
  expect(reasonText('CREDIT_CARD', 'credit-card-in-encoded')).toContain('hidden inside an encoded value')
})
