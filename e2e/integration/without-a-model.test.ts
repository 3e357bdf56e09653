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

  it('says what the engine is where nothing else can run or is allowed', async () => {
    await start({})
    for (const request of [{ prompt: POEM }, { prompt: POEM, options: { label: 'restricted' as const } }]) {
      const generation = await test.run(request)
      expect(generation).toMatchObject({ decision: { route: 'local' } })
      expect(generation.text).toContain('has no model')
    }
  })
})
