import { expect, it } from 'vitest'
import type { Template } from '#contracts/templates.ts'
import { fieldsFor, isSendable, missingFields } from './template-fields.ts'

const about = { label: 'Into', help: '', required: false }
const template: Template = {
  id: 'translation',
  name: 'Translation',
  purpose: '',
  promptOptional: true,
  builtIn: true,
  instruction: [],
  output: 'prose',
  extractive: null,
  fields: [
    { ...about, name: 'target', kind: 'language', required: true, default: '' },
    { ...about, name: 'form', kind: 'choice', choices: [{ value: 'formal', label: 'Formal' }], default: '' },
    { ...about, name: 'keep', kind: 'list', maxItems: 5, default: [] },
  ],
}

it('sends what belongs to the template and leaves the rest behind', () => {
  const values = { target: 'de', form: 'rude', keep: [], tone: 'friendly' }
  expect(fieldsFor(template, values)).toEqual({ target: 'de' })
  expect(fieldsFor(template, { form: 'formal', keep: ['Lanternfish'] })).toEqual({ form: 'formal', keep: ['Lanternfish'] })
  expect(fieldsFor(undefined, values)).toEqual({})
})

it('wants the required fields, and a prompt unless the fields may stand for it', () => {
  expect(missingFields(template, { target: ' ' })).toEqual(['Into'])
  expect(isSendable(template, 'text', {})).toBe(false)
  expect(isSendable(template, '', { target: 'de' })).toBe(true)
  expect(isSendable({ ...template, promptOptional: false }, ' ', { target: 'de' })).toBe(false)
  expect(isSendable(undefined, 'text', {})).toBe(true)
})
