import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSseDecoder, decodeSse, type SseFrame } from './sse-decoder.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function decode(text: string, cuts: readonly number[] = []): SseFrame[] {
  const bytes = encode(text)
  const decoder = createSseDecoder()
  const marks = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  const frames = marks.slice(1).flatMap((end, index) => decoder.push(bytes.subarray(marks[index], end)))
  return [...frames, ...decoder.end()]
}

const frame = (data: string, event: string | null = null, complete = true): SseFrame => ({ event, data, complete })

describe('createSseDecoder', () => {
  it.each([
    ['one event', 'data: a\n\n', [frame('a')]],
    ['carriage returns', 'data: a\r\rdata: b\r\r', [frame('a'), frame('b')]],
    ['both', 'data: a\r\n\r\ndata: b\r\n\r\n', [frame('a'), frame('b')]],
    ['several lines of data', 'data: a\ndata:\ndata: b\n\n', [frame('a\n\nb')]],
    ['several lines that end in both', 'data: a\r\ndata: b\r\n\r\n', [frame('a\nb')]],
    ['a named event', 'event: error\ndata: {}\n\ndata: x\n\n', [frame('{}', 'error'), frame('x')]],
    ['comments', ': ping\n\n:\ndata: a\n: mid\n\n', [frame('a')]],
    ['one space only is taken off', 'data:a\n\ndata:  b\n\n', [frame('a'), frame(' b')]],
    ['fields of no interest', 'id: 7\nretry: 10\ndata: a\nfoo\n\n', [frame('a')]],
    ['events without data', 'event: ping\n\ndata: a\n\n', [frame('a')]],
    ['a byte order mark', '\uFEFFdata: a\n\n', [frame('a')]],
    ['what is left at the end', 'data: a\n\ndata: [DONE]', [frame('a'), frame('[DONE]', null, false)]],
    ['a left frame with its line end', 'data: a\n', [frame('a', null, false)]],
    ['nothing', '\n\n\n', []],
  ])('reads %s', (_what, text, expected) => {
    expect(decode(text)).toEqual(expected)
  })

  it('gives a frame out with its blank line, not with the next frame', () => {
    const decoder = createSseDecoder()
    expect(decoder.push(encode('data: a\n'))).toEqual([])
    expect(decoder.push(encode('\n'))).toEqual([frame('a')])
    expect(decoder.push(encode('data: b\r\n\r'))).toEqual([frame('b')])
    expect(decoder.push(encode('\ndata: c\n\n'))).toEqual([frame('c')])
  })

  it('gives the same frames however the bytes are cut', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
      fc.constantFrom('event: error', ': ping', 'id: 1', 'data', 'data:é👩‍👩‍👧漢', ''),
    )
    const text = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 20 }).map((lines) => lines.flat().join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 12 }), (stream, cuts) => {
        expect(decode(stream, cuts)).toEqual(decode(stream))
      }),
      { numRuns: 500 },
    )
  })

  it('gives back every text that was framed', () => {
    const data = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, ' ').toWellFormed())
    fc.assert(
      fc.property(fc.array(data, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 8 }), (texts, cuts) => {
        const stream = texts.map((text) => `data: ${text}\n\n`).join('')
        expect(decode(stream, cuts).map((item) => item.data)).toEqual(texts)
      }),
    )
  })

  it('refuses a frame that is too large, in one line or in many', () => {
    const refused = expect.objectContaining({ code: 'PROVIDER_PROTOCOL' })
    const one = createSseDecoder(100)
    expect(() => one.push(encode(`data: ${'x'.repeat(101)}`))).toThrow(refused)
    const many = createSseDecoder(100)
    expect(() => many.push(encode('data: xxxxxxxx\n'.repeat(10)))).toThrow(refused)
    const pings = createSseDecoder(100)
    expect(pings.push(encode(': ping\n'.repeat(100)))).toEqual([])
  })

  it('closes the body when its reader leaves', async () => {
    let closed = false
    async function* body(): AsyncGenerator<Uint8Array> {
      try {
        while (true) yield encode('data: a\n\n')
      } finally {
        closed = true
      }
    }
    for await (const frames of decodeSse(body())) if (frames.some(({ data }) => data === 'a')) break
    expect(closed).toBe(true)
  })
})
