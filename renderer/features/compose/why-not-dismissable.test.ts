import { expect, test } from 'vitest'
import type { JudgedFinding } from '#contracts/privacy.ts'
import { RULE_LIMITS } from '#contracts/privacy-rules.ts'
import { whyNotDismissable } from './why-not-dismissable.ts'

const found = (patch: Partial<JudgedFinding>): JudgedFinding => ({
  type: 'EMAIL_ADDRESS',
  start: 0,
  end: 10,
  score: 1,
  recognizer: 'email',
  label: 'confidential',
  ...patch,
})

test('what raises the label to less than restricted can be dismissed', () => {
  expect(whyNotDismissable(found({}))).toBeNull()
  expect(whyNotDismissable(found({ type: 'PERSON', label: 'public', end: RULE_LIMITS.textChars }))).toBeNull()
})

test.each([
  ['a card number', found({ type: 'CREDIT_CARD', label: 'restricted' }), 'stays restricted'],
  ['a doubtful credential', found({ type: 'SECRET/assignment', label: 'internal' }), 'stays restricted'],
  ["the workspace's own word", found({ type: 'WORKSPACE/internal', recognizer: 'rule-rul_1' }), 'rule of this workspace'],
  [
    'a judgement on the whole text',
    found({ type: 'INTERNAL_MARKER', label: 'internal', recognizer: 'request-business:our' }),
    'as a whole',
  ],
  ['a value inside an encoding', found({ recognizer: 'email-in-encoded' }), 'encoded'],
  ['more than a rule may hold', found({ end: RULE_LIMITS.textChars + 1 }), 'Longer than'],
])('%s cannot, and the reason is told', (_what, finding, reason) => {
  expect(whyNotDismissable(finding)).toContain(reason)
})
