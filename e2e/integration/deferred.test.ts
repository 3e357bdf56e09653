import { expect, it } from 'vitest'
import type { GenerationEvent } from '#contracts/generation.ts'
import { startOpenAiServer } from '../services/index.ts'
import { startTestApp, twoProviders } from './test-app.ts'

it('tells whoever already watches that the request is put off, each time it is', async () => {
  const local = await startOpenAiServer({})
  const { app, run, stop } = await startTestApp(twoProviders({ local }))
  try {
    // Hosted is pinned and there is no hosted service.
    const { id } = await run({ prompt: 'Write a short note about trees.', options: { route: 'hosted' } })
    expect(await app.generations.get(id)).toMatchObject({ state: 'deferred' })
    const seen: GenerationEvent['type'][] = []
    for await (const event of app.generations.watch(id)) {
      seen.push(event.type)
      // A change of the settings has it looked at once more.
      if (seen.length === 1) app.config.set('budgetUsdPerDay', 7)
      else if (event.type === 'snapshot') {
        expect(event.generation).toMatchObject({ state: 'deferred', error: { code: 'NO_ALLOWED_ROUTE' } })
        break
      }
    }
    expect(seen).toEqual(['snapshot', 'decision', 'snapshot'])
  } finally {
    await stop()
    await local.stop()
  }
}, 20_000)
