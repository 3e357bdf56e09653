import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classes, entropy, isDigest } from './entropy.ts'
import { isPlaceholder } from './placeholders.ts'

describe('entropy', () => {
  it('is the Shannon entropy in bits per character', () => {
    expect(entropy('')).toBe(0)
    expect(entropy('aaaa')).toBe(0)
    expect(entropy('abab')).toBe(1)
    expect(entropy('abcd')).toBe(2)
    expect(entropy('0123456789abcdef')).toBe(4)
  })

  it('lies between nought and the logarithm of the length, whatever the order of the letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        const bits = entropy(text)
        expect(bits).toBeGreaterThanOrEqual(0)
        expect(bits).toBeLessThanOrEqual(Math.log2(text.length) + 1e-9)
        expect(entropy([...text].reverse().join(''))).toBeCloseTo(bits, 9)
      }),
    )
  })
})

describe('placeholders', () => {
  it.each([
    'changeme',
    'change-me',
    'password',
    'example',
    'xxxx',
    'xxxxxxxxxxxxxxxx',
    '****',
    '•••••••',
    '<your-key>',
    '[REDACTED]',
    '\x24{VAR}',
    '$VAR',
    '{{ var }}',
    '%ENV%',
    '#{secret}',
    'process.env.API_KEY',
    "os.environ['API_KEY']",
    'os.getenv("API_KEY")',
    'getenv("API_KEY")',
    'config.get("key")',
    'settings.SECRET_KEY',
    'fetchToken()',
    'true',
    'false',
    'null',
    'None',
    'undefined',
    'string',
    'required',
    'API_KEY_FROM_VAULT',
    '/run/secrets/db_password',
    'https://vault.example/ui',
    'your_api_key_here',
    'my-secret-token',
    'insert password here',
    'TODO',
    '',
    '0000000000',
    'ENC[PKCS7,abc]',
  ])('are not secrets: %s', (value) => {
    expect(isPlaceholder(value)).toBe(true)
  })

  it.each([
    'Tr0ub4dor&3',
    'hunter2x9',
    'Gr33nHeron!7',
    'Wolke7-Regen',
    'k3Yz9QpLm2Xw8RtV',
    'correct-horse-7-battery',
    '9f8e7d6c5b4a39281706',
  ])('leave a real one: %s', (value) => {
    expect(isPlaceholder(value)).toBe(false)
  })
})

describe('shapes', () => {
  it('knows digests and UUIDs', () => {
    for (const value of [
      'd41d8cd98f00b204e9800998ecf8427e',
      '3b18e512dba79e4c8300dd08aeb37f8e728b8dad',
      '550e8400-e29b-41d4-a716-446655440000',
    ])
      expect(isDigest(value)).toBe(true)
    for (const value of ['d41d8cd98f00b204e9800998ecf8427', 'AKIAQ7ZP4MNX2RT6WBYE']) expect(isDigest(value)).toBe(false)
  })

  it('counts classes of characters', () => {
    expect([classes(''), classes('a'), classes('aB'), classes('aB3'), classes('aB3!')]).toEqual([0, 1, 2, 3, 4])
  })
})
