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

  it.each([
    ['a genitive', 'Is Bergers dog a good name for a boat?'],
    ['signs that nobody sees', 'Write a poem about B\u200berger and the sea.'],
    ['wide letters', 'Write a poem about ＡＮＮＡ and the sea.'],
    ['a number without its country', 'Which area has 06641234567?'],
    ['a date in other words', 'What else happened on 12 March 1961?'],
  ])('knows what was said in another form: %s', async (_form, prompt) => {
    await say('Write to Anna Berger, born on 12.03.1961, +43 664 1234567 (anna.berger@harbour-line.example), that her delivery is late.')
    expect((await say(prompt, { route: 'hosted' })).state).toBe('blocked')
    expect((await say(prompt, { route: 'hosted', conversation: 'poems' })).decision?.label).toBe('public')
  })

  it('knows a value also of a request that only left masked after another one had asked', async () => {
    await hosted.stop()
    const first = await say('Plan a meeting of Nordwind GmbH with Anna Berger.', { route: 'hybrid', label: 'internal' })
    expect(first.state).toBe('deferred')
    await say('What is a tide?', { route: 'local' })
    await test.app.storage.generations.setDecision(first.id, {
      ...first.decision,
      id: 'dec_later',
      status: 'routed',
      route: 'hybrid',
    } as never)
    const question = 'Who founded Nordwind GmbH?'
    expect((await say(question)).decision?.label).not.toBe('public')
    expect((await say(question, { conversation: 'others' })).decision?.label).toBe('public')
  })

  it('sends nothing as long as what was private in it cannot be known, because a source was removed', async () => {
    const source = { name: 'notes.md', text: 'Patient: Anna Berger, born 12.03.1961, was diagnosed with epilepsy.' }
    const first = await test.run({ prompt: 'Summarise the notes.', sources: [source], options: { conversation: 'letters' } })
    await test.app.sources.remove(first.sources[0]?.id ?? '')
    await test.restart()
    expect((await say(NEXT, { route: 'hosted' })).state).toBe('blocked')
    expect((await say(NEXT, { route: 'hybrid' })).state).toBe('blocked')
    expect(sent()).toBe('')
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
