import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNdjsonDecoder } from './ndjson-decoder.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function decode(text: string, cuts: readonly number[] = []): { text: string; complete: boolean }[] {
  const bytes = encode(text)
  const decoder = createNdjsonDecoder()
  const marks = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  const lines = marks.slice(1).flatMap((end, index) => decoder.push(bytes.subarray(marks[index], end)))
  return [...lines, ...decoder.end()].map((line) => ({ text: line.text, complete: line.complete }))
}

describe('createNdjsonDecoder', () => {
  it('drops blank lines and marks a last line without its end', () => {
    expect(decode('{"a":1}\n\n \r\n{"b":2}')).toEqual([
      { text: '{"a":1}', complete: true },
      { text: '{"b":2}', complete: false },
    ])
  })

  it('gives back every document, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n'),
        (values, cuts, end) => {
          const lines = values.map((value) => JSON.stringify(value))
          const stream = lines.map((line) => line + end).join('')
          expect(decode(stream, cuts)).toEqual(lines.map((text) => ({ text, complete: true })))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('refuses a line that is too large', () => {
    const decoder = createNdjsonDecoder(10)
    expect(() => decoder.push(encode('{"a":"xxxxxxxxxx"}'))).toThrow(expect.objectContaining({ code: 'PROVIDER_PROTOCOL' }))
  })
})
