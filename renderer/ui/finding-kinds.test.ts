import { expect, test } from 'vitest'
import { familyOf, maskedPreview, typeText } from './finding-kinds.ts'

test('types are grouped by what they give away', () => {
  expect(familyOf('SECRET/aws-access-key')).toBe('secret')
  expect(familyOf('US_SSN')).toBe('identity')
  expect(familyOf('CREDIT_CARD')).toBe('identity')
  expect(familyOf('EMAIL_ADDRESS')).toBe('contact')
  expect(familyOf('HEALTH')).toBe('health')
  expect(familyOf('DATE_TIME')).toBe('other')
})

test('types are named in plain words', () => {
  expect(typeText('EMAIL_ADDRESS')).toBe('E-mail address')
  expect(typeText('US_SSN')).toBe('US SSN')
  expect(typeText('SECRET/github-token')).toBe('Secret: github token')
})

test('a preview never shows more than its first and last character', () => {
  expect(maskedPreview('ann@lake.example', 'contact')).toBe('a••••••••••e')
  expect(maskedPreview('sk-abcdef', 'secret')).toBe('sk•••••••')
  expect(maskedPreview('abc', 'contact')).toBe('•••')
})
