import { afterEach, expect, it } from 'vitest'
import { type LangbaseServer, startLangbaseServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const PUBLIC = 'Write a two-sentence invitation to the public book club on Saturday at the town library.'

let servers: LangbaseServer[] = []
let test: TestApp
afterEach(async () => {
  await test.stop()
  await Promise.all(servers.map((server) => server.stop()))
  servers = []
})

async function start(): Promise<{ own: LangbaseServer; other: LangbaseServer }> {
  const [own, other] = await Promise.all([startLangbaseServer({ key: KEY }), startLangbaseServer({ key: KEY })])
  servers = [own, other]
  test = await startTestApp(twoProviders({ hosted: own }), { hosted: KEY })
  return { own, other }
}

function moveTo(server: LangbaseServer): void {
  const { config } = test.app
  config.set('hostedHosts', [...config.get().hostedHosts, `127.0.0.1:${server.port}`])
  config.set('providers.0.baseUrl', server.url)
}

it('a stored key does not follow its provider to another address, and this is said', async () => {
  const { own, other } = await start()
  expect(await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })).toMatchObject({ state: 'succeeded' })
  expect(own.requests).toHaveLength(1)
  moveTo(other)
  const generation = await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
  expect(generation.decision?.reasons).toContain('HOSTED_NOT_CONFIGURED')
  expect(other.requests).toHaveLength(0)
  const [status] = await test.app.providers.statuses()
  expect(status).toMatchObject({ id: 'hosted', hasKey: false, healthy: false })
  expect(status?.detail).toContain(`The key was given for ${new URL(own.url).origin}`)
  const report = await test.app.doctor()
  const check = report.checks.find(({ name }) => name.startsWith('provider hosted'))
  expect(check).toMatchObject({ status: 'warning', fix: expect.stringContaining('tidegate config key hosted') })
  expect(other.requests).toHaveLength(0)
})

it('an address that is changed before the first use does not get the key either', async () => {
  const { other } = await start()
  moveTo(other)
  await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })
  expect(other.requests).toHaveLength(0)
})

it('once it is entered again, it goes to the new address', async () => {
  const { own, other } = await start()
  moveTo(other)
  await test.app.keys.set({ providerId: 'hosted', key: KEY, place: 'file' })
  expect(await test.run({ prompt: PUBLIC, options: { route: 'hosted' } })).toMatchObject({ state: 'succeeded' })
  expect(other.requests).toHaveLength(1)
  expect(own.requests).toHaveLength(0)
})
