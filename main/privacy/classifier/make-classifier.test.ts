import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createClassifier } from './classifier.ts'
import { loadLexicons } from './load-lexicons.ts'
import { makeClassifier } from './make-classifier.ts'
import { inOneGo } from './steps.ts'

const FOLDER = join(import.meta.dirname, '../../../resources/lexicons')

it('a classifier that is made in steps finds what one finds that is made in one go', () => {
  const steps = makeClassifier(FOLDER)
  expect(steps.next()).toEqual({ done: false, value: undefined })
  const stepped = inOneGo(steps)
  const text = 'Ask Anna Berg (anna.berg@example.org, +49 30 901820) about 12 Mill Lane, 10115 Berlin.'
  const { label, findings } = stepped.scan(text)
  expect(label).toBe('confidential')
  expect({ label, findings }).toEqual(createClassifier(loadLexicons(FOLDER)).scan(text))
})
