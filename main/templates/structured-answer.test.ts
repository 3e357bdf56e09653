import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkAnswer, readJsonAnswer, repairRequest } from './index.ts'

const jsonSchema = {
  type: 'object',
  properties: { name: { type: 'string', minLength: 2 }, age: { type: ['integer', 'null'] }, due: { type: 'string', format: 'date' } },
  required: ['name', 'age'],
  additionalProperties: false,
}
const form = { output: 'json', jsonSchema } as const

describe('reading a JSON answer', () => {
  it('finds the value as it stands, in a fence, and with talk around it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        const text = JSON.stringify(value)
        const expected: unknown = JSON.parse(text)
        for (const answer of [text, `\n${text}\n`, `\`\`\`json\n${text}\n\`\`\``, `Here it is:\n${text}\nAnything else?`]) {
          expect(readJsonAnswer(answer)).toEqual({ ok: true, value: expected, json: text })
        }
      }),
    )
  })

  it('never throws, and says so when there is none', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof readJsonAnswer(text).ok === 'boolean'))
    for (const text of ['', 'No.', '{"a": ', '{"a": "}']) expect(readJsonAnswer(text).ok).toBe(false)
  })

  it('is quick on an answer that only opens brackets', () => {
    const started = performance.now()
    expect(readJsonAnswer('{'.repeat(1_000_000)).ok).toBe(false)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('checking a JSON answer', () => {
  it('accepts what satisfies the schema', () => {
    expect(checkAnswer(form, '```json\n{"name":"Ann","age":null,"due":"2026-11-29"}\n```')).toEqual({ valid: true, reasons: [] })
  })

  it.each([
    ['{"name":"Ann"}', 'age'],
    ['{"name":"A","age":1}', 'name'],
    ['{"name":"Ann","age":1.5}', 'age'],
    ['{"name":"Ann","age":1,"extra":true}', 'extra'],
    ['{"name":"Ann","age":1,"due":"tomorrow"}', 'due'],
    ['[]', 'the value'],
  ])('says what is wrong with %s', (text, where) => {
    const result = checkAnswer(form, text)
    expect(result?.valid).toBe(false)
    expect(result?.reasons.join('\n')).toContain(where)
  })

  it.each([
    ['alternatives', { items: { anyOf: Array.from({ length: 400 }, () => ({ type: 'string' })) } }],
    ['alternatives of alternatives', { items: { anyOf: [{ anyOf: Array.from({ length: 400 }, () => ({ type: 'string' })) }] } }],
    ['names that are missing', { items: { required: Array.from({ length: 4_000 }, () => 'a') } }],
    [
      'values in alternatives',
      { items: { anyOf: Array.from({ length: 9 }, () => ({ enum: Array.from({ length: 200 }, (_, n) => `n${n}`) })) } },
    ],
    ['lists of different items', { anyOf: Array.from({ length: 9 }, () => ({ uniqueItems: true, maxItems: 1 })) }],
  ])('says what is too much to check: %s', (_, schema) => {
    const started = performance.now()
    const result = checkAnswer(
      { output: 'json', jsonSchema: schema },
      JSON.stringify(Array.from({ length: 9_000 }, (_, index) => (index % 2 === 0 ? index : {}))),
    )
    expect(performance.now() - started).toBeLessThan(500)
    expect(result).toEqual({ valid: false, reasons: [expect.stringContaining('too many')] })
  })

  it('checks what somebody may mean: long lists of a few kinds, without equal ones', () => {
    const kinds = Array.from({ length: 8 }, (_, kind) => ({ type: 'object', properties: { kind: { const: kind } }, required: ['kind'] }))
    const rows = Array.from({ length: 4_000 }, (_, index) => ({ kind: index % 8 }))
    const inKinds = { output: 'json', jsonSchema: { type: 'array', items: { anyOf: kinds } } } as const
    expect(checkAnswer(inKinds, JSON.stringify(rows))?.valid).toBe(true)
    expect(checkAnswer(inKinds, JSON.stringify([...rows, { kind: 8 }]))?.valid).toBe(false)
    const different = { output: 'json', jsonSchema: { type: 'array', uniqueItems: true } } as const
    const names = Array.from({ length: 1_900 }, (_, index) => `n${index}`)
    expect(checkAnswer(different, JSON.stringify(names))?.valid).toBe(true)
    expect(checkAnswer(different, JSON.stringify([...names, 'n7']))?.valid).toBe(false)
  })

  it('leaves other drafts alone', () => {
    expect(checkAnswer({ output: 'prose' }, 'Hello')).toBeNull()
    expect(checkAnswer({ output: 'json' }, '{"anything":1}')).toEqual({ valid: true, reasons: [] })
  })

  it('asks for a repair with the request, the answer and the reasons', () => {
    const request = repairRequest('Extract the name.', '{"nam":"Ann"}', { valid: false, reasons: ['name: required'] })
    for (const part of ['Extract the name.', '{"nam":"Ann"}', '- name: required']) expect(request).toContain(part)
  })

  it('is told within bounds of an answer that was made to be slow to check', () => {
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    const unique = { output: 'json', jsonSchema: { type: 'array', uniqueItems: true } } as const
    const many = JSON.stringify(Array.from({ length: 150_000 }, (_, index) => index))
    const started = performance.now()
    for (const answer of [`[${nested},${nested}]`, many]) {
      expect(checkAnswer(unique, answer)).toEqual({ valid: false, reasons: [expect.stringContaining('to be checked')] })
    }
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
