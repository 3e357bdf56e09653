import { afterEach, describe, expect, it } from 'vitest'
import { type LangbaseServer, startLangbaseServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const POEM = 'Write a short poem about tides.'
const TIDES = {
  name: 'tides.md',
  text: 'Tides rise and fall twice a day. The moon draws the water of the oceans. A spring tide comes with a new moon.',
}

let hosted: LangbaseServer
let test: TestApp

afterEach(async () => {
  await test.stop()
  await hosted.stop()
})

async function start(keys: Readonly<Record<string, string>> = { hosted: KEY }): Promise<void> {
  hosted = await startLangbaseServer({ key: KEY })
  test = await startTestApp(twoProviders({ hosted }), keys)
}

describe('a machine without a model', () => {
  it('leaves what has to be written to the service, as the engine without a model writes nothing of its own', async () => {
    await start()
    const generation = await test.run({ prompt: POEM })
    expect(generation).toMatchObject({ state: 'succeeded', engine: 'test-pipe (hosted model)', decision: { route: 'hosted' } })
    const local = generation.decision?.estimates.find(({ route }) => route === 'local')
    expect(local).toMatchObject({ quality: 0, success: 0, feasible: true })
  })

  it('also where there are sources, but a template that sentences of them cannot fill', async () => {
    await start()
    const { route } = await test.app.generations.preview({
      ...{ prompt: 'When do tides rise?', sources: [TIDES], options: {} },
      template: 'extraction',
      fields: {},
    })
    expect(route).toBe('hosted')
  })

  it('writes from sources here', async () => {
    await start()
    const generation = await test.run({ prompt: 'Summarise the tides.', sources: [TIDES] })
    expect(generation).toMatchObject({ state: 'succeeded', decision: { route: 'local' } })
    expect(generation.citations.length).toBeGreaterThan(0)
    expect(hosted.requests).toHaveLength(0)
  })

  it('fails and says what is needed where nothing can be written from, and no notice is taken for a draft', async () => {
    await start({})
    const data = { name: 'figures.csv', text: '1,2\n3,4' }
    const requests: readonly [Parameters<TestApp['run']>[0], string][] = [
      [{ prompt: POEM }, 'has no model'],
      [{ prompt: POEM, options: { label: 'restricted' } }, 'has no model'],
      [{ prompt: 'Summarise the figures.', sources: [data] }, 'no sentences'],
    ]
    for (const [request, words] of requests) {
      const generation = await test.run(request)
      expect(generation).toMatchObject({
        ...{ state: 'failed', text: '', citations: [], decision: { route: 'local' } },
        error: { code: 'NEEDS_MODEL', message: expect.stringContaining(words) },
      })
    }
  })
})
