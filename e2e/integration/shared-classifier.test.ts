import { expect, it } from 'vitest'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { createRuleBook } from '../../main/privacy/rules/index.ts'
import { sharedClassifier } from '../shared-classifier.ts'

const TEXT = 'The Zanderfisch reaches Berlin. Write to mara@harbour-office.org.'
const rule = (kind: PrivacyRule['kind'], text: string): PrivacyRule => ({
  id: 'one',
  kind,
  text,
  label: kind === 'not-private' ? null : 'restricted',
  note: '',
  createdAt: 0,
  removedAt: null,
})

it('a classifier that apps share reads each text by the rules of the app that asks', () => {
  const [first, second, third] = [createRuleBook(), createRuleBook(), createRuleBook()]
  first.use([rule('word', 'Zanderfisch')])
  second.use([rule('not-private', 'mara@harbour-office.org')])
  const labels = () => [first, second, third].map((rules) => sharedClassifier(rules).scan(TEXT).label)
  expect(labels()).toEqual(['restricted', 'public', 'confidential'])
  first.use([])
  expect(labels()).toEqual(['confidential', 'public', 'confidential'])
})
