import { expect, it } from 'vitest'
import { createQuarantine, fingerprintOf } from './quarantine.ts'

it('shuts out what crashed twice, and forgets it when it is done after all', () => {
  const quarantine = createQuarantine(2)
  quarantine.noteCrash('a')
  expect(quarantine.isShut('a')).toBe(false)
  quarantine.noteCrash('a')
  expect(quarantine.isShut('a')).toBe(true)
  expect(quarantine.isShut('b')).toBe(false)
  quarantine.noteSuccess('a')
  expect(quarantine.isShut('a')).toBe(false)
})

it('remembers the newest five hundred', () => {
  const quarantine = createQuarantine(1)
  for (let index = 0; index < 501; index += 1) quarantine.noteCrash(`${index}`)
  expect(quarantine.isShut('0')).toBe(false)
  expect(quarantine.isShut('1')).toBe(true)
  expect(quarantine.isShut('500')).toBe(true)
})

it('tells contents apart by length, beginning, end and what lies between', () => {
  const large = (change?: number): string => {
    const bytes = new Uint8Array(1_000_000)
    if (change !== undefined) bytes[change] = 1
    return fingerprintOf('text', bytes)
  }
  expect(large()).toBe(large())
  expect(large(0)).not.toBe(large())
  expect(large(999_999)).not.toBe(large())
  expect(large(320_000)).not.toBe(large())
  expect(fingerprintOf('text', new Uint8Array(999_999))).not.toBe(large())
  expect(fingerprintOf('text', Buffer.from('a'))).not.toBe(fingerprintOf('text', Buffer.from('b')))
})
