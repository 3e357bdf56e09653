import { afterEach, describe, expect, it } from 'vitest'
import type { App } from '../../../main/app.ts'
import { startTestApp } from '../test-app.ts'
import { call, connectHttp, hostOf } from './clients.ts'

const SECRET = 'AKIAQ3EXAMPLETIDEWZ7'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** The real app, but for services that fail as a defect would: with an error that quotes what it was at. */
async function clientOf(broken: (app: App) => Partial<App>) {
  const test = await startTestApp({})
  ends.push(test.stop)
  const host = await hostOf({ ...test.app, ...broken(test.app) }, test.dataDir)
  ends.push(() => host.dispose())
  const { client } = await connectHttp(host)
  ends.push(() => client.close())
  return client
}

const fail = async (): Promise<never> => {
  throw new Error(`It broke at ${SECRET}.`)
}

describe('a defect in the app', () => {
  it('is told to a client without the words of its error, whatever was asked for', async () => {
    const client = await clientOf(({ sources, documents, templates, privacy }) => ({
      sources: { ...sources, list: fail, get: fail },
      documents: { ...documents, list: fail, get: fail },
      templates: { ...templates, list: fail, get: fail },
      privacy: { ...privacy, scan: fail },
    }))
    const asked = [
      () => client.listResources(),
      () => client.readResource({ uri: 'tidegate://sources/src_1' }),
      () => client.readResource({ uri: 'tidegate://drafts/doc_1' }),
      () => client.listPrompts(),
      () => client.getPrompt({ name: 'summary', arguments: { 'task-text': 'Tides' } }),
    ]
    for (const ask of asked) {
      const error = await ask().then(
        () => null,
        (reason: unknown) => reason,
      )
      expect(error).toMatchObject({ code: -32_603, message: expect.stringContaining('Something went wrong inside the app') })
      expect(String(error)).not.toContain(SECRET)
    }
    const scanned = await call(client, 'scan', { text: 'tides' })
    expect(scanned).toMatchObject({ isError: true, text: expect.stringContaining('INTERNAL') })
    expect(scanned.text).not.toContain(SECRET)
  })
})
