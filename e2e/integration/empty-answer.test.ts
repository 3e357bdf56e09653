import { afterEach, describe, expect, it } from 'vitest'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const PROMPT = 'Write two sentences about the tides.'
const TIDES = { name: 'tides.md', text: 'Tides rise and fall twice a day. The moon draws the water of the oceans.' }

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp

async function start(): Promise<void> {
  hosted = await startLangbaseServer({ key: KEY })
  local = await startOpenAiServer({})
  // So weak that the service is asked first.
  test = await startTestApp(twoProviders({ hosted, local: { url: local.url, quality: 0.05 } }), { hosted: KEY })
}

afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
})

describe('a model that answers nothing', () => {
  it('is a failed attempt, and the next allowed engine writes the draft', async () => {
    await start()
    hosted.setReply('')
    const generation = await test.run({ prompt: PROMPT })
    expect(generation.attempts.map(({ locality, state }) => `${locality} ${state}`)).toEqual(['hosted failed', 'local succeeded'])
    expect(generation).toMatchObject({ state: 'succeeded', engine: 'test-model (local model)' })
    expect(generation.attempts[0]).toMatchObject({
      mayBeCharged: true,
      error: { message: expect.stringContaining('answered nothing, and may have charged') },
    })
  })

  it('gives way to the engine without a model where there are sources', async () => {
    await start()
    local.setReply('')
    const generation = await test.run({ prompt: 'Summarise the tides.', sources: [TIDES], options: { route: 'local' } })
    expect(generation).toMatchObject({ state: 'succeeded', engine: 'Extractive engine (no model)' })
  })

  it.each(['', ' \n '])('fails clearly where none is left (%j)', async (reply) => {
    await start()
    local.setReply(reply)
    const generation = await test.run({ prompt: PROMPT, options: { route: 'local' } })
    expect(generation).toMatchObject({
      state: 'failed',
      error: { code: 'PROVIDER_PROTOCOL', message: 'The model answered nothing. Try again, or choose another model.' },
    })
  })
})
