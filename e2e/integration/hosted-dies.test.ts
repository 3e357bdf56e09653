import { afterEach, describe, expect, it } from 'vitest'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const JOBS = 20

let hosted: LangbaseServer
let local: ScriptedServer | null
let test: TestApp

async function start(withLocal: boolean): Promise<void> {
  hosted = await startLangbaseServer({ key: KEY, frameDelayMs: 20 })
  local = withLocal ? await startOpenAiServer({ reply: 'Written on this machine.' }) : null
  // So poor a model that a queue at the service is no reason for it.
  const config = twoProviders({ hosted, ...(local === null ? {} : { local: { url: local.url, quality: 0.05 } }) })
  test = await startTestApp({ ...config, coordinator: { concurrency: 32 } }, { hosted: KEY })
}

afterEach(async () => {
  await test.stop()
  await local?.stop()
})

/** Resolves once every job has its route. */
function allRouted(): Promise<void> {
  let left = JOBS
  return new Promise((resolve) => {
    test.app.events.on((event) => {
      if (event.type === 'route_selected') left -= 1
      if (left === 0) resolve()
    })
  })
}

describe('the hosted service dies under running jobs', () => {
  it('all finish on this machine where a model is there, and none is lost', async () => {
    await start(true)
    const routed = allRouted()
    const running = Array.from({ length: JOBS }, (_none, number) =>
      test.run({
        prompt: `Write an invitation to the public book club, number ${number}. ${'It meets on Saturday. '.repeat(10)}`,
        options: { prefer: 'quality' },
      }),
    )
    // Some are streaming, some wait for their turn.
    await Promise.all([routed, hosted.waitForRequest(3)])
    await hosted.stop()
    const ended = await Promise.all(running)
    // Each queue is a reason for the other one; most were on their way there all the same.
    expect(ended.filter(({ decision }) => decision?.route === 'hosted').length).toBeGreaterThan(JOBS / 2)
    expect(ended.map(({ state }) => state)).toEqual(Array.from({ length: JOBS }, () => 'succeeded'))
    for (const { text, attempts } of ended) {
      expect(text).toBe('Written on this machine.')
      expect(attempts.at(-1)).toMatchObject({ locality: 'local', state: 'succeeded' })
    }
  }, 60_000)

  it('those that had begun keep their text, the others wait, where nothing here can write', async () => {
    await start(false)
    const routed = allRouted()
    const running = Array.from({ length: JOBS }, (_none, number) =>
      test.run({
        prompt: `Write an invitation to the public book club, number ${number}. ${'It meets on Saturday. '.repeat(10)}`,
        options: { route: 'hosted' },
      }),
    )
    await Promise.all([routed, hosted.waitForRequest(3)])
    await hosted.stop()
    const ended = await Promise.all(running)
    for (const { id, state, text, retryAt, error, attempts } of ended) {
      expect(error, id).not.toBeNull()
      if (state === 'deferred') expect(retryAt, id).toBeGreaterThan(0)
      else {
        // It was sent, so it may have been charged and is not sent again by itself.
        expect(state, id).toBe('failed')
        expect(attempts.at(-1)?.mayBeCharged, id).toBe(true)
        if (text === '') expect(error?.code, id).toBe('PROVIDER_NETWORK')
      }
    }
    expect(ended.filter(({ state }) => state === 'deferred').length).toBeGreaterThanOrEqual(JOBS - 4)
  }, 60_000)
})
