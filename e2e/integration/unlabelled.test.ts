import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemPlatform } from '../../main/system-platform.ts'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp
let machine: string

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: 'hosted-key-9f8e7d6c' })
  local = await startOpenAiServer({})
  machine = mkdtempSync(join(tmpdir(), 'tidegate-machine-'))
  // On a busy machine what a start has left to do would wait.
  const file = join(machine, 'machine.json')
  writeFileSync(file, JSON.stringify({ cpu: 5, freeMemoryMb: 8_000 }))
  test = await startTestApp(
    twoProviders({ hosted, local }),
    { hosted: 'hosted-key-9f8e7d6c' },
    systemPlatform({ TIDEGATE_UNDER_TEST: '1', TIDEGATE_TEST_MACHINE: file }, () => undefined),
  )
})
afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
  rmSync(machine, { recursive: true })
})

it('a source that nobody has labelled takes part in no hosted route, however harmless its text', async () => {
  const { sources } = test.app.storage
  const text = 'Everybody is welcome at the public book club.'
  const stored = { id: 'src_new', name: 'club.md', mediaType: 'text/markdown', bytes: 45, chars: text.length, sha256: 'd'.repeat(64) }
  await sources.begin({ ...stored, label: 'restricted', labelState: 'pending', indexState: 'pending', addedAt: 1 })
  await sources.append('src_new', [{ start: 0, end: text.length, text, kind: 'line', number: 1, context: '' }])
  await sources.indexed('src_new')
  // One that the classifier failed on counts like one that it has not come to, and no job labels it meanwhile.
  await sources.labelFailed('src_new')
  expect(await sources.search('welcome', 5)).toMatchObject([{ source: 'src_new', location: 'line 1' }])

  const request = {
    prompt: 'Write a two-sentence invitation to the public book club on Saturday at the town library.',
    sources: [{ id: 'src_new' }],
  }
  for (const route of ['hosted', 'hybrid'] as const) {
    const generation = await test.run({ ...request, options: { route } })
    expect(generation).toMatchObject({ state: 'blocked', decision: { label: 'restricted' } })
  }
  expect(await test.run({ ...request, options: { route: 'local' } })).toMatchObject({ state: 'succeeded' })
  expect(hosted.requests).toHaveLength(0)

  await sources.relabel('src_new', 'public')
  expect(await test.app.generations.preview({ ...request, options: { route: 'hosted' } })).toMatchObject({
    status: 'routed',
    route: 'hosted',
    label: 'public',
  })
})

it('sources are labelled by another rule at once, and also where the app ended before it had looked at them', async () => {
  const named = async () => (await test.app.sources.list()).filter(({ name }) => /^evening-/.test(name)).map(({ label }) => label)
  for (const n of [1, 2, 3]) await test.app.sources.addText(`evening-${n}.txt`, `The Nightjar evening. ${'It is public. '.repeat(n)}`)
  expect(await named()).toEqual(['public', 'public', 'public'])
  // Stored and nothing more: what follows in the process that adds a rule is lost with it.
  const rule = { id: 'rul_1', kind: 'word', text: 'Nightjar', label: 'restricted', note: '', createdAt: 1, removedAt: null } as const
  await test.app.storage.privacyRules.add(rule)
  await test.restart()
  await expect.poll(named, { timeout: 20_000 }).toEqual(['restricted', 'restricted', 'restricted'])
  expect(await test.app.privacy.rules.remove('rul_1')).toBe(true)
  await expect.poll(named, { timeout: 20_000 }).toEqual(['public', 'public', 'public'])
})

it('a label that was found while a rule was added does not hold', async () => {
  const { sources, privacyRules } = test.app.storage
  const { id } = await test.app.sources.addText('night.txt', 'The Nightjar evening.')
  const before = await privacyRules.version()
  expect(await sources.unlabelled(9)).toEqual({ waiting: 0, ids: [] })
  const rule = { id: 'rul_1', kind: 'word', text: 'Nightjar', label: 'restricted', note: '', createdAt: 1, removedAt: null } as const
  await privacyRules.add(rule)
  await sources.relabel(id, 'public', before)
  expect((await sources.unlabelled(9)).ids).toContain(id)
  await sources.relabel(id, 'restricted', await privacyRules.version())
  expect((await sources.unlabelled(9)).ids).not.toContain(id)
})
