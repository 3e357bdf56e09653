import { afterEach, describe, expect, it } from 'vitest'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const PLANTED = 'AKIAQ7ZP4MNX2RT6WBYE'
const SCHEMA = '{"type":"object","properties":{"event":{"type":"string"}},"required":["event"]}'

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp

async function start(config: object | null = null): Promise<void> {
  hosted = await startLangbaseServer({ key: 'hosted-key-9f8e7d6c' })
  local = await startOpenAiServer({})
  test = await startTestApp(config ?? twoProviders({ hosted, local }), { hosted: 'hosted-key-9f8e7d6c' })
}

afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
})

const reached = (): string => hosted.requests.map(({ body }) => body).join('\n')

describe('what is filled into a template', () => {
  it.each(['local', 'hosted', 'hybrid', undefined] as const)('never takes a planted secret out (route %s)', async (route) => {
    await start()
    const options = route === undefined ? {} : { route }
    for (const [template, fields] of [
      ['email', { recipient: `the owner of ${PLANTED}` }],
      ['email', { about: `Rotate ${PLANTED} today.` }],
      ['report', { sections: ['Keys', `Old key ${PLANTED}`] }],
      ['rewrite', { text: `The key is ${PLANTED}.` }],
      ['extraction', { schema: JSON.stringify({ type: 'object', description: `like ${PLANTED}` }) }],
    ] as const) {
      const generation = await test.run({ prompt: 'Write it.', template, fields: { ...fields } as Record<string, string>, options })
      expect(generation.decision?.label).toBe('restricted')
      expect(['succeeded', 'blocked']).toContain(generation.state)
    }
    expect(hosted.requests).toHaveLength(0)
  })

  it('is masked like the prompt on the hybrid route, and put back', async () => {
    await start()
    const generation = await test.run({
      prompt: 'Thank them for the book club evening.',
      template: 'email',
      fields: { recipient: 'Margaret Ellison', about: 'Her address is margaret.ellison@northfield.example.' },
      options: { route: 'hybrid' },
    })
    expect(generation).toMatchObject({ state: 'succeeded', unresolvedSurrogates: [] })
    expect(hosted.requests.length).toBeGreaterThan(0)
    for (const original of ['margaret', 'ellison', 'northfield']) expect(reached().toLowerCase()).not.toContain(original)
  })

  it('counts in the preview as it will when it is sent', async () => {
    await start()
    const preview = (fields: Record<string, string>) =>
      test.app.generations.preview({ prompt: 'Write it.', template: 'email', fields, sources: [], options: {} })
    expect((await preview({})).label).toBe('public')
    expect((await preview({ about: `Rotate ${PLANTED}` })).label).toBe('restricted')
    // A field that does not exist could not be sent; what was typed into it is judged all the same.
    expect((await preview({ nothing: `Rotate ${PLANTED}` })).label).toBe('restricted')
  })

  it('is judged with the sentences of a template of one’s own', async () => {
    await start()
    await test.app.templates.put({
      id: 'rotation',
      name: 'Rotation',
      purpose: '',
      promptOptional: false,
      fields: [],
      instruction: [`Always mention ${PLANTED}.`],
      output: 'prose',
      extractive: null,
    })
    const generation = await test.run({ prompt: 'Write it.', template: 'rotation', options: { route: 'hosted' } })
    expect(generation).toMatchObject({ state: 'blocked', decision: { label: 'restricted' } })
    expect(hosted.requests).toHaveLength(0)
  })
})

describe('extraction to JSON', () => {
  it('keeps an answer that is no such JSON, and says what is wrong with it', async () => {
    await start()
    const generation = await test.run({
      prompt: 'From the invitation.',
      template: 'extraction',
      fields: { schema: SCHEMA },
      options: { route: 'local' },
    })
    expect(generation).toMatchObject({ state: 'succeeded', structured: { valid: false } })
    expect(generation.structured?.reasons.length).toBeGreaterThan(0)
    expect(generation.text).not.toBe('')
  })

  it('is never made up without a model', async () => {
    await start({ providers: [], machine: { cpuSaturatedPct: 101 } })
    const generation = await test.run({
      prompt: 'From the note.',
      template: 'extraction',
      fields: { schema: SCHEMA },
      sources: [{ name: 'note.txt', text: 'The book club meets on Saturday in the town library.' }],
    })
    expect(generation).toMatchObject({ state: 'failed', text: '', error: { code: 'NEEDS_MODEL' }, structured: null })
    expect(generation.error?.message).toContain('needs a model')
  })

  it('says what was wrong with the model, rather than that there is none', async () => {
    await start()
    local.setFault({ type: 'server-error' })
    const generation = await test.run({
      prompt: 'From the note.',
      template: 'extraction',
      fields: { schema: SCHEMA },
      sources: [{ name: 'note.txt', text: 'The book club meets on Saturday in the town library.' }],
      options: { privacyMode: 'local-only' },
    })
    expect(generation.text).toBe('')
    expect(generation.error?.code).not.toBe('NEEDS_MODEL')
    expect(generation.attempts.every(({ provider }) => provider !== 'extractive')).toBe(true)
  })
})
