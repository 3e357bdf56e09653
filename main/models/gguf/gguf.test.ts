import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import { ggufFile, type HeaderValue } from '../../../e2e/tiny-model/gguf-file.ts'
import { tinyModel } from '../../../e2e/tiny-model/tiny-model.ts'
import { inspectModel, readGgufHeader } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'tidegate-gguf-'))
const file = join(folder, 'model.gguf')
const tiny = tinyModel()
afterAll(() => rmSync(folder, { recursive: true }))

function write(bytes: Uint8Array, name = file): string {
  writeFileSync(name, bytes)
  return name
}
/** The outcome of reading: the facts, or the error that the person is told. Anything else fails the test. */
async function outcome(bytes: Uint8Array) {
  try {
    return await inspectModel(write(bytes))
  } catch (error) {
    if (error instanceof TidegateError) return error
    throw error
  }
}

describe('the facts of a model', () => {
  it('come from its header', async () => {
    const { facts, shape } = await inspectModel(write(tiny))
    expect(facts).toEqual({
      name: 'Tidegate tiny',
      architecture: 'llama',
      parameters: expect.any(Number),
      quantisation: 'F16',
      contextTokens: 2048,
      layers: 2,
      embedding: 512,
      heads: 2,
      kvHeads: 2,
      tokenizer: 'gpt2',
      chatTemplate: true,
      sizeBytes: tiny.length,
      expectedBytes: tiny.length,
      missingBytes: 0,
      parts: 1,
    })
    expect(facts.parameters).toBeGreaterThan(500_000)
    // 2 layers, 2 heads, 16 wide, keys and values, 2 bytes each.
    expect(shape.cacheBytesPerToken).toBe(2 * 2 * (16 + 16) * 2)
    expect(shape.vocabulary).toBeGreaterThan(400)
    expect(shape.weightBytes).toBeLessThan(tiny.length)
  })

  it('say how much a broken download is short of, whatever is missing of the weights', async () => {
    for (const missing of [1, 1_000, 500_000]) {
      write(tiny)
      truncateSync(file, tiny.length - missing)
      expect((await inspectModel(file)).facts.missingBytes).toBe(missing)
    }
  })

  it('are those of all parts of a split model, which is read by any of them', async () => {
    const part = (index: number) => join(folder, `split-0000${index}-of-00002.gguf`)
    const header: Record<string, HeaderValue> = { 'general.architecture': 'llama', 'llama.block_count': 1 }
    const tensor = { name: 'a', shape: [32], type: 'f32', values: new Float32Array(32) } as const
    write(ggufFile(header, [tensor]), part(1))
    await expect(inspectModel(part(1))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', message: expect.stringContaining('1 of them') })
    write(ggufFile({}, [tensor, tensor]), part(2))
    for (const index of [1, 2]) {
      const { facts, files } = await inspectModel(part(index))
      expect(facts).toMatchObject({ parts: 2, parameters: 96, architecture: 'llama' })
      expect(files).toEqual([part(1), part(2)])
    }
  })
})

describe('a file that is no model', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'no GGUF model but an empty file'],
    ['a text', Buffer.from('# A readme that is long enough to be looked at'), 'no GGUF model but a text'],
    ['a short text', Buffer.from('not a model\n'), 'no GGUF model but a text'],
    ['a word', Buffer.from('GG'), 'no GGUF model but a text'],
    ['a web page', Buffer.from('\n<!DOCTYPE html><html>'), 'but a web page, saved in place'],
    ['a pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'), 'but a pointer of Git LFS'],
    ['weights of PyTorch', Buffer.from('PK\x03\x04\x00\x00'), 'but an archive'],
    ['safetensors', Buffer.from('\x10\x00\x00\x00\x00\x00\x00\x00{"a":{}}  '), 'but a model in the format safetensors'],
    ['an older format', Buffer.from('lmgg\x00\x00\x00\x00'), 'but a model in GGML'],
    ['bytes', Buffer.from([1, 0, 200, 255]), 'but a file of another kind'],
    ['the first letters', Buffer.from('GGUF'), 'too early'],
    ['another version', Buffer.concat([Buffer.from('GGUF'), Buffer.from([9, 0, 0, 0]), Buffer.alloc(16)]), 'version 9'],
    ['the other byte order', Buffer.concat([Buffer.from('GGUF'), Buffer.from([0, 0, 0, 3]), Buffer.alloc(16)]), 'version'],
    ['absurd counts', Buffer.concat([Buffer.from('GGUF'), Buffer.from([3, 0, 0, 0]), Buffer.alloc(16, 0xff)]), 'makes no sense'],
  ])('is told as such: %s', async (_what, bytes, words) => {
    expect(await outcome(bytes)).toMatchObject({ code: 'FILE_UNREADABLE', message: expect.stringContaining(words) })
  })

  it('is not read for ever when it speaks of texts of 4 GB or of lists of lists of lists', async () => {
    const u64 = (value: bigint) => {
      const bytes = Buffer.alloc(8)
      bytes.writeBigUInt64LE(value)
      return bytes
    }
    const start = Buffer.concat([Buffer.from('GGUF'), Buffer.from([3, 0, 0, 0]), u64(0n), u64(1n), u64(1n), Buffer.from('k')])
    const longText = Buffer.concat([start, Buffer.from([8, 0, 0, 0]), u64(2n ** 32n), Buffer.alloc(64)])
    const manyItems = Buffer.concat([start, Buffer.from([9, 0, 0, 0, 8, 0, 0, 0]), u64(2n ** 40n), Buffer.alloc(64)])
    const nested = Buffer.concat([
      start,
      Buffer.from([9, 0, 0, 0]),
      ...Array.from({ length: 50 }, () => Buffer.concat([Buffer.from([9, 0, 0, 0]), u64(1n)])),
    ])
    for (const bytes of [longText, manyItems, nested]) expect(await outcome(bytes)).toMatchObject({ code: 'FILE_UNREADABLE' })
  })

  it('ends with one of our errors wherever it is cut', async () => {
    const head = tiny.subarray(0, 20_000)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: head.length }), async (length) => {
        const result = await outcome(head.subarray(0, length))
        if (!(result instanceof TidegateError)) expect(result.facts.missingBytes).toBeGreaterThan(0)
      }),
      { numRuns: 150 },
    )
  })

  it('ends with facts or with one of our errors whatever bytes are changed', async () => {
    const change = fc.record({ at: fc.integer({ min: 0, max: 12_000 }), to: fc.integer({ min: 0, max: 255 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
        const bytes = Buffer.from(tiny)
        for (const { at, to } of changes) bytes[at] = to
        const result = await outcome(bytes)
        if (!(result instanceof TidegateError)) expect(Number.isSafeInteger(result.facts.parameters)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('may be a folder', async () => {
    await expect(readGgufHeader(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', message: expect.stringContaining('a folder') })
  })

  it('cannot be one that is not there', async () => {
    await expect(readGgufHeader(join(folder, 'nowhere.gguf'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
  })
})

describe('the header', () => {
  it('gives back whatever scalars and lists were written into it', async () => {
    const value = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.array(fc.string({ maxLength: 10 }), { maxLength: 5 }),
      fc.record({ i32: fc.array(fc.integer({ min: -1_000, max: 1_000 }), { maxLength: 5 }) }),
    )
    const key = fc.stringMatching(/^[a-z._]{1,20}$/)
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, value, { maxKeys: 8 }), async (entries) => {
        const header: Record<string, HeaderValue> = Object.fromEntries(
          Object.entries(entries).filter(([name]) => name !== 'general.alignment'),
        )
        const read = await readGgufHeader(write(ggufFile(header, [])))
        for (const [name, written] of Object.entries(header)) {
          if (typeof written === 'object') expect(read.lengths.get(name)).toBe('i32' in written ? written.i32.length : written.length)
          else expect(read.values.get(name)).toEqual(written)
          if (typeof written === 'object' && 'i32' in written) expect(read.values.get(name)).toEqual(written.i32)
        }
      }),
      { numRuns: 80 },
    )
  })
})
