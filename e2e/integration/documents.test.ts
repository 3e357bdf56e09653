import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GenerationRequestSchema } from '#contracts/generation.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const NOTE = {
  name: 'note.txt',
  text: 'The book club meets on Saturday in the town library. The door is green and the room is warm. Tea is served at four.',
}

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: 'hosted-key-9f8e7d6c' })
  local = await startOpenAiServer({})
  test = await startTestApp(twoProviders({ hosted, local }), { hosted: 'hosted-key-9f8e7d6c' })
})
afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
})

describe('a draft that is worked on', () => {
  it('keeps each edit as a version, tells the router how much was changed, and can be taken back', async () => {
    const generation = await test.run({ prompt: 'Write about the book club.', sources: [NOTE], options: { route: 'local' } })
    const { documents } = test.app
    const { document } = await documents.ofGeneration(generation.id)
    const edited = await documents.edit(`ver_${generation.id}`, `${generation.text} And bring a friend.`)
    expect(edited).toMatchObject({ kind: 'edit', parentId: `ver_${generation.id}`, label: 'public' })
    const [verdict] = await test.app.routing.feedback.of(generation.id)
    expect(verdict).toMatchObject({ verdict: 'edited' })
    expect(verdict?.editedShare).toBeGreaterThan(0)
    const restored = await documents.restore(`ver_${generation.id}`)
    expect(restored).toMatchObject({ kind: 'restore', parentId: edited.id, text: generation.text })
    const after = await documents.get(document.id)
    expect(after.versions).toHaveLength(3)
    expect(after.document.current).toBe(restored.id)
    await expect(documents.edit(restored.id, restored.text)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('is labelled by what the edit adds, never below what was there', async () => {
    const generation = await test.run({ prompt: 'Write about the book club.', options: { route: 'local' } })
    const secret = await test.app.documents.edit(`ver_${generation.id}`, 'The key is AKIAQ7ZP4MNX2RT6WBYE.')
    expect(secret.label).toBe('restricted')
    expect((await test.app.documents.edit(secret.id, 'Nothing to see.')).label).toBe('restricted')
  })

  it('branches when it is written anew from a version', async () => {
    const first = await test.run({ prompt: 'Write about the book club.', options: { route: 'local' } })
    const second = await test.run({ prompt: 'Write about the book club.', options: { route: 'local' }, parentVersion: `ver_${first.id}` })
    const { versions } = await test.app.documents.ofGeneration(second.id)
    expect(versions.map(({ parentId }) => parentId)).toEqual([null, `ver_${first.id}`])
  })
})

describe('comparing two routes', () => {
  const compare = (prompt: string) => test.app.comparisons.start(GenerationRequestSchema.parse({ prompt }), ['local', 'hosted'])

  it('writes both as branches of one document, and keeps the one that is chosen', async () => {
    const comparison = await compare('Write a two-sentence invitation to the public book club.')
    const ids = comparison.sides.map(({ generationId }) => generationId ?? '')
    for (const id of ids) for await (const event of test.app.generations.watch(id)) if (event.type === 'done') break
    const [one, other] = await Promise.all(ids.map((id) => test.app.generations.get(id)))
    expect(one).toMatchObject({ state: 'succeeded', decision: { route: 'local' } })
    expect(other).toMatchObject({ state: 'succeeded', decision: { route: 'hosted' } })
    const chosen = await test.app.comparisons.choose(comparison.id, ids[0] ?? '')
    expect(chosen.chosenVersion).toBe(`ver_${ids[0]}`)
    const { document, versions } = await test.app.documents.get(comparison.documentId)
    expect(versions).toHaveLength(2)
    expect(document.current).toBe(`ver_${ids[0]}`)
  })

  it('starts nothing on a route that the policy forbids, and says why', async () => {
    const comparison = await compare('Mail Margaret Ellison (margaret.ellison@northfield.example) about her appointment.')
    expect(comparison.sides).toMatchObject([
      { route: 'local', reason: '' },
      { route: 'hosted', generationId: null, reason: expect.stringContaining('confidential') },
    ])
    for await (const event of test.app.generations.watch(comparison.sides[0]?.generationId ?? '')) if (event.type === 'done') break
    expect(hosted.requests).toHaveLength(0)
  })
})

describe('exporting a draft that could not be put back whole', () => {
  it('names what is missing and never writes a stand-in', async () => {
    const generation = await test.run({ prompt: 'Write about the book club.', options: { route: 'local' } })
    await test.app.storage.generations.update(generation.id, { text: 'Dear Zelda Quill, come.', unresolvedSurrogates: ['Zelda Quill'] })
    for (const format of ['md', 'html', 'json'] as const) {
      const file = await test.app.exports.export(generation.id, format)
      const text = Buffer.from(file.base64, 'base64').toString()
      expect(text).toContain('[not restored]')
      expect(text).not.toContain('Zelda')
    }
    await expect(test.app.exports.export('gen_none', 'md')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

it('what a run left on the page is kept as a version when a person presses Retry, whatever comes of that', async () => {
  local.setFault({ type: 'truncate', afterFrames: 4 })
  const broken = await test.run({ prompt: 'Write about the book club.', options: { route: 'local' } })
  expect(broken).toMatchObject({ state: 'failed', text: expect.stringMatching(/\S/) })
  await test.app.jobDesk.retry(broken.jobId)
  const state = async () => (await test.app.generations.get(broken.id)).attempts.at(1)?.state
  await expect.poll(state, { timeout: 20_000 }).toMatch(/failed|succeeded/)
  const { versions } = await test.app.documents.ofGeneration(broken.id)
  expect(versions).toMatchObject([{ kind: 'generation' }, { kind: 'partial', provider: 'local', route: 'local', label: 'public' }])
  expect((await test.app.documents.version(versions[1]?.id ?? '')).text).toBe(broken.text)
})

describe('a draft whose first writer broke off', () => {
  const INVITATION = `Write an invitation to the public book club. ${'It meets on Saturday. '.repeat(10)}`
  const REFUND = 'Mail Margaret Ellison (margaret.ellison@northfield.example) about her refund.'

  /** A model here that is a last resort, so that requests go to the service first. */
  beforeEach(async () => {
    await test.stop()
    test = await startTestApp(twoProviders({ hosted, local: { url: local.url, quality: 0.1 } }), { hosted: 'hosted-key-9f8e7d6c' })
  })

  it('is written anew here, and what had come until then is kept as a version, says who wrote it, and can be exported and found', async () => {
    local.setReply('Written on this machine.')
    hosted.setFault({ type: 'reset', afterFrames: 4 })
    const generation = await test.run({ prompt: INVITATION, options: { prefer: 'quality' } })
    expect(generation).toMatchObject({ state: 'succeeded', text: 'Written on this machine.' })
    expect(generation.attempts.map(({ provider, state }) => [provider, state])).toEqual([
      ['hosted', 'failed'],
      ['local', 'succeeded'],
    ])
    const { document, versions } = await test.app.documents.ofGeneration(generation.id)
    expect(document.current).toBe(`ver_${generation.id}`)
    expect(versions).toMatchObject([
      { id: `ver_${generation.id}`, kind: 'generation' },
      { kind: 'partial', provider: 'hosted', route: 'hosted', label: 'public', parentId: `ver_${generation.id}`, generationId: null },
    ])
    const partial = await test.app.documents.version(versions[1]?.id ?? '')
    expect(partial.text).toMatch(/^You wrote/)
    expect(partial.text).not.toContain('Written on this machine')
    const file = await test.app.exports.export(partial.id, 'md')
    const text = Buffer.from(file.base64, 'base64').toString()
    expect(text).toContain('broke off before its end')
    expect(text).toContain(partial.text.trimEnd())
    const { hits } = await test.app.history.search({ query: partial.text.split(' ').slice(0, 2).join(' '), limit: 20, filter: {} })
    expect(hits.map(({ versionId }) => versionId)).toContain(partial.id)
  })

  it('keeps masked values out of what is kept: they are put back, or named as missing', async () => {
    local.setReply('Written on this machine.')
    hosted.setFault({ type: 'reset', afterFrames: 6 })
    const generation = await test.run({ prompt: REFUND, options: { prefer: 'quality', strategy: 'mask' } })
    expect(generation).toMatchObject({ state: 'succeeded', text: 'Written on this machine.', decision: { route: 'hybrid' } })
    const { versions } = await test.app.documents.ofGeneration(generation.id)
    const partial = await test.app.documents.version(versions.find(({ kind }) => kind === 'partial')?.id ?? '')
    expect(partial).toMatchObject({ provider: 'hosted', route: 'hybrid', label: 'confidential' })
    const sent = hosted.requests.map(({ body }) => body).join('')
    const [, name = ''] = /Mail (\S+ \S+) \(/.exec(sent) ?? []
    expect(name).toMatch(/\S+ \S+/)
    expect(partial.text).toMatch(/^You wrote/)
    expect(partial.text).not.toContain(name)
  })

  it('names the stand-ins that are left in what had come where nobody else writes it', async () => {
    hosted.setReply(({ messages }) => {
      const [, first = ''] = /Mail (\S+) \S+ \(/.exec(messages.at(-1)?.content ?? '') ?? []
      return `Dear ${first} Smith, the refund is on its way. ${'It comes before the end of the week. '.repeat(12)}`
    })
    hosted.setFault({ type: 'truncate', afterFrames: 60 })
    const broken = await test.run({ prompt: REFUND, options: { route: 'hybrid', strategy: 'mask' } })
    expect(broken).toMatchObject({ state: 'failed', text: expect.stringContaining('Smith, the refund') })
    expect(broken.unresolvedSurrogates).toHaveLength(1)
  })

  it.each([
    ['behind a name, which is put back', 'Margaret Ellison', 0, 'Dear all, please ask Margaret Ellison'],
    ['in a name, which is marked', 'Margaret Ellison', 3, 'Dear all, please ask [not restored]'],
  ])('holds all that had come where the answer breaks off %s', async (_where, _name, less, expected) => {
    hosted.setReply(({ messages }) => {
      const [, name = ''] = /Mail (\S+ \S+) \(/.exec(messages.at(-1)?.content ?? '') ?? []
      return `Dear all, please ask ${less === 0 ? name : `${name.slice(0, -less)}`}`
    })
    // All of the answer, and then no end.
    hosted.setFault({ type: 'truncate', afterFrames: 60 })
    const broken = await test.run({ prompt: REFUND, options: { route: 'hybrid', strategy: 'mask' } })
    expect(broken).toMatchObject({ state: 'failed', text: expected })
    expect(broken.unresolvedSurrogates).toHaveLength(less === 0 ? 0 : 1)
  })

  it('keeps the part that broke off alone where the request was answered in parts', async () => {
    hosted.setFault({ type: 'reset', afterFrames: 4 })
    const generation = await test.run({
      prompt:
        'Margaret Ellison (margaret.ellison@northfield.example) was charged twice for her appointment.\n\n' +
        '1. Write a short apology to Margaret Ellison.\n2. Explain what a chargeback is.',
      options: { route: 'hybrid', strategy: 'split' },
    })
    expect(generation.state).toBe('succeeded')
    const { versions } = await test.app.documents.ofGeneration(generation.id)
    const partial = await test.app.documents.version(versions.find(({ kind }) => kind === 'partial')?.id ?? '')
    expect(partial).toMatchObject({ provider: 'hosted', route: 'hybrid' })
    expect(partial.text).not.toContain('apology')
  })

  it('keeps nothing where nothing had come', async () => {
    hosted.setFault({ type: 'reset', afterFrames: 0 })
    const generation = await test.run({ prompt: INVITATION, options: { prefer: 'quality' } })
    expect(generation.attempts.map(({ provider, state }) => [provider, state])).toEqual([
      ['hosted', 'failed'],
      ['local', 'succeeded'],
    ])
    expect((await test.app.documents.ofGeneration(generation.id)).versions).toHaveLength(1)
  })
})
