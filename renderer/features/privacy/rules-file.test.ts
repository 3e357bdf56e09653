import { expect, test } from 'vitest'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { missingFrom, readRulesFile, writeRulesFile } from './rules-file.ts'

const rule = (text: string, patch: Partial<PrivacyRule> = {}): PrivacyRule => ({
  id: text,
  kind: 'word',
  text,
  label: 'confidential',
  note: '',
  createdAt: 1,
  removedAt: null,
  ...patch,
})

test('what is exported can be imported again, without what no longer holds', () => {
  const rules = [
    rule('Nightjar', { note: 'a project' }),
    rule('CUST-\\d{4}', { kind: 'pattern', label: 'restricted' }),
    rule('Paris', { kind: 'not-private', label: null }),
    rule('gone', { removedAt: 2 }),
  ]
  const read = readRulesFile(writeRulesFile(rules))
  expect(read?.unreadable).toBe(0)
  expect(read?.rules.map(({ text }) => text)).toEqual(['Nightjar', 'CUST-\\d{4}', 'Paris'])
  expect(read?.rules[0]).toEqual({ kind: 'word', text: 'Nightjar', label: 'confidential', note: 'a project' })
})

test('a plain list of words becomes confidential words', () => {
  expect(readRulesFile('\uFEFFNightjar\r\n\r\n Project Heron \n')?.rules.map(({ text, label }) => [text, label])).toEqual([
    ['Nightjar', 'confidential'],
    ['Project Heron', 'confidential'],
  ])
})

test('what is no rule is counted, and what is no such file is refused', () => {
  const entries = [{ kind: 'word', text: 'a', label: 'public' }, { kind: 'word', text: 'b', label: 'internal' }, { text: 'c' }, 7]
  const read = readRulesFile(JSON.stringify({ format: 'tidegate-privacy-rules', version: 1, rules: entries }))
  expect(read).toMatchObject({ unreadable: 3, rules: [{ text: 'b' }] })
  expect(readRulesFile('{"rules": []}')).toBeNull()
  expect(readRulesFile('{ not json')).toBeNull()
  expect(readRulesFile('  ')).toBeNull()
})

test('what holds already is not added again, and nothing twice', () => {
  const asked = [rule('NIGHTJAR'), rule('heron'), rule('Heron'), rule('gone')]
  expect(missingFrom([rule('Nightjar'), rule('gone', { removedAt: 3 })], asked).map(({ text }) => text)).toEqual(['heron', 'gone'])
})
