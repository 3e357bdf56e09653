import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { open, seal, teamKeyOf } from './sealing.ts'

const key = teamKeyOf('a key of the harbour team, long enough')
const other = teamKeyOf('a key of another team, long enough too')

describe('sealed for a team', () => {
  it('opens with the same key and context, and with no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
        const sealed = seal(text, context, key)
        expect(open(sealed, context, key)).toEqual({ ok: true, text: Buffer.from(text).toString() })
        expect(open(sealed, context, other)).toEqual({ ok: false, reason: 'wrong-key' })
        expect(open(sealed, `${context}.`, key)).toEqual({ ok: false, reason: 'tampered' })
      }),
    )
  })

  it('does not open after any change', () => {
    const sealed = seal('Ann Lee, 4 Quay Street', 'job', key)
    const [head, id, body = ''] = sealed.split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(open([head, id, changed.toString('base64url')].join('.'), 'job', key)).toEqual({ ok: false, reason: 'tampered' })
    }
    for (const broken of ['', 'v1', `v1.${key.id}`, `v1.${key.id}.`, `v2.${key.id}.${body}`])
      expect(open(broken, 'job', key).ok).toBe(false)
  })

  it('never looks the same twice, and shows nothing of the text', () => {
    expect(seal('same', 'job', key)).not.toBe(seal('same', 'job', key))
    expect(Buffer.from(seal('Ann Lee', 'job', key).split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('Ann')
  })

  it('refuses a key that is too short to be one, without quoting it', () => {
    expect(() => teamKeyOf('hunter2')).toThrow(/32 characters/)
    expect(() => teamKeyOf('hunter2')).not.toThrow(/hunter2/)
  })
})
