import { describe, expect, it } from 'vitest'
import { seeded } from '../../../masking/seeded.ts'
import { randomness } from './randomness.ts'
import { ALPHABETS, type AlphabetName } from './template.ts'

function share(alphabet: AlphabetName, length: number, threshold: number): number {
  let above = 0
  for (let seed = 0; seed < 1_000; seed += 1) {
    const numbers = seeded(alphabet, seed)
    const value = Array.from({ length }, () => numbers.pick([...ALPHABETS[alphabet].characters])).join('')
    if (randomness(value) > threshold) above += 1
  }
  return above / 1_000
}

describe('randomness', () => {
  it('is positive for nearly all random keys of every usual alphabet', () => {
    for (const alphabet of ['hex', 'base36', 'base62', 'base64url'] as const) {
      expect(share(alphabet, 20, 0), alphabet).toBeGreaterThan(0.985)
      expect(share(alphabet, 40, 0.3), alphabet).toBeGreaterThan(0.995)
    }
  })

  it.each([
    'getUserPasswordFromStore',
    'application_settings',
    'com.example.app.MainActivity',
    'BaseHTTPRequestHandler',
    'correct-horse-battery-staple',
    'internationalization',
    'SlackAppConfigurationTokenHere',
    'customer-relationship-management',
  ])('is negative for what people name: %s', (name) => {
    expect(randomness(name)).toBeLessThan(0)
  })

  it('is nothing for a single character', () => {
    expect(randomness('')).toBe(0)
    expect(randomness('a')).toBe(0)
  })
})
