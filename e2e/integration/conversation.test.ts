import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Generation } from '#contracts/generation.ts'
import type { RouteOptions } from '#contracts/routing.ts'
import { type LangbaseServer, startLangbaseServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const FIRST = 'Write to Anna Berger (anna.berger@harbour-line.example) that her delivery is late.'
/** Nothing in it is private by itself. */
const NEXT = 'Write a poem about Anna Berger and the sea.'

let hosted: LangbaseServer
let test: TestApp

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: KEY })
  test = await startTestApp(twoProviders({ hosted }), { hosted: KEY })
})
afterEach(async () => {
  await test.stop()
  await hosted.stop()
})

const say = (prompt: string, options: RouteOptions = {}): Promise<Generation> =>
  test.run({ prompt, sources: [], options: { conversation: 'letters', ...options } })
const sent = (): string => hosted.requests.map(({ body }) => body).join('\n')

describe('a conversation', () => {
  it('keeps masked what was masked in it, also where nothing else would show that it is private', async () => {
    await say(FIRST)
    expect(sent()).toContain('delivery is late')
    const next = await say(NEXT)
    expect(next.decision).toMatchObject({ label: 'confidential', route: 'hybrid' })
    expect(next.decision?.reasons).toContain('PRIVATE_IN_CONVERSATION')
    expect(next.decision?.summary).toContain('private earlier in this conversation')
    expect(next.state).toBe('succeeded')
    expect(sent()).toContain('and the sea')
    expect(sent()).not.toMatch(/\bberger\b/i)
  })

  it('is another one under another name: what is public by itself leaves as it is', async () => {
    await say(FIRST)
    const other = await say(NEXT, { conversation: 'poems', route: 'hosted' })
    expect(other.decision?.label).toBe('public')
    expect(sent()).toContain('Anna Berger and the sea')
  })

  it('knows a part of a name, and a name in another form', async () => {
    await say(FIRST)
    for (const prompt of ['What rhymes with Berger?', 'Write a poem about ANNA_BERGER and the sea.']) {
      expect((await say(prompt, { route: 'hosted' })).state).toBe('blocked')
    }
    expect(sent()).not.toMatch(/rhymes|poem/)
  })

  it('sends nothing in which the value is encoded', async () => {
    await say(FIRST)
    const encoded = Buffer.from('Anna Berger').toString('base64')
    const generation = await say(`Decode this word for me: ${encoded}`, { route: 'hosted' })
    expect(generation.state).not.toBe('succeeded')
    expect(sent()).not.toContain(encoded)
  })

  it('gives a value the same stand-in in each of its requests, also after a restart', async () => {
    await say(FIRST)
    await say(NEXT)
    await test.restart()
    const third = await say('Write a birthday song for Anna Berger.')
    expect(third.decision?.route).toBe('hybrid')
    expect(sent()).not.toMatch(/\bberger\b/i)
    const standIns = [/Write to (.+?) \(/, /a poem about (.+?) and the sea/, /birthday song for (.+?)\./].map(
      (pattern) => pattern.exec(sent())?.[1],
    )
    expect(standIns[0]).toMatch(/^\p{Lu}\p{L}+ \p{Lu}/u)
    expect(new Set(standIns).size).toBe(1)
  })

  it('remembers also what never left: whom a request was about that stayed on this machine', async () => {
    const source = { name: 'notes.md', text: 'Patient: Anna Berger, born 12.03.1961, was diagnosed with epilepsy. She was seen in Lyon.' }
    const first = await test.run({ prompt: 'Summarise the notes.', sources: [source], options: { conversation: 'letters' } })
    expect(first.decision).toMatchObject({ label: 'restricted', route: 'local' })
    expect((await say(NEXT, { route: 'hosted' })).state).toBe('blocked')
    // A town that was spoken of there is nobody's secret.
    expect((await say('Name three sights of Lyon.', { route: 'hosted' })).state).toBe('succeeded')
  })

  it('forgets with its requests', async () => {
    const { id } = await say(FIRST)
    const { document } = await test.app.documents.ofGeneration(id)
    await test.app.documents.remove(document.id)
    expect((await say(NEXT, { route: 'hosted' })).state).toBe('succeeded')
  })
})
