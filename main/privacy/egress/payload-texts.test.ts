import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createClassifier, loadLexicons, readingsOf } from '../classifier/index.ts'
import { readableTexts } from './payload-texts.ts'
import type { EgressRequest } from './types.ts'

const of = (body: unknown): EgressRequest => ({
  method: 'POST',
  url: 'https://api.example.com/v1/pipes/run',
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
  context: {
    purpose: 'generate',
    provider: 'p',
    jobId: null,
    generationId: null,
    attemptId: null,
    decision: { id: 'dec_1', route: 'hosted', label: 'public' },
    vaultId: null,
  },
  signal: new AbortController().signal,
  timeouts: { connectMs: 1, firstByteMs: 1, idleMs: 1 },
})
/** The texts of a body, without those of address and headers. */
const textsOf = (body: unknown): string[] =>
  readableTexts(of(body))
    .slice(2)
    .map(({ text }) => text)

function uuid(seed: number): string {
  const hex = createHash('sha256').update(String(seed)).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}

describe('the texts of a payload', () => {
  it('are what was written, without the words of the protocol', () => {
    expect(
      textsOf({ name: 'tides', messages: [{ role: 'user', content: 'Write about tides.' }], stream: true, threadId: uuid(1) }),
    ).toEqual(['tides\nWrite about tides.', uuid(1)])
  })

  it('keep every other name, and these words where they are somebody else’s', () => {
    expect(textsOf({ password: 'hunter2', messages: [{ role: 'pirate', content: 'x', note: 'y' }] })).toEqual([
      'password\nhunter2\npirate\nx\nnote\ny',
    ])
    expect(textsOf({ response_format: { json_schema: { schema: { properties: { name: { enum: ['Ann'] } } } } } })).toEqual([
      'properties\nname\nenum\nAnn',
    ])
  })

  it('keep what stands in the place of a number of a conversation and is none', () => {
    for (const threadId of ['AKIAQ7ZP4MNX2RT6WBYE', `${uuid(1)} ann@real.example`]) expect(textsOf({ threadId })).toEqual([threadId])
    expect(textsOf({ password: uuid(1) })).toEqual([`password\n${uuid(1)}`])
  })

  it('keep both of two fields of one name, and what is escaped', () => {
    expect(textsOf('{"content":"a","content":"\\u0062"}')).toEqual(['a\nb'])
    expect(textsOf('{"con\\u0074ent" : "a", "p\\u0061ssword":"b"}')).toEqual(['a\npassword\nb'])
  })

  it('of a conversation that goes on are public, whatever its number', () => {
    const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../../resources/lexicons', import.meta.url))))
    const found = new Map<string, string>()
    for (let seed = 0; seed < 400; seed += 1) {
      const content = 'Write a summary in one or two short paragraphs. Give only the text asked for, without a preface.'
      const messages = [
        { role: 'system', content },
        { role: 'user', content: 'Then about waves.' },
      ]
      const texts = readableTexts(of({ name: 'test-pipe', messages, stream: true, threadId: uuid(seed) })).map(({ text }) => text)
      for (const text of texts.flatMap((one) => [one, ...readingsOf(one).map(({ rewriting }) => rewriting.text)])) {
        const { label, findings } = classifier.scan(text)
        if (label !== 'public') found.set(uuid(seed), findings.map(({ type }) => type).join(' '))
      }
    }
    expect([...found]).toEqual([])
  })
})
