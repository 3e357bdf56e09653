import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GenerationRequestSchema } from '#contracts/generation.ts'
import { type App, createApp } from '../../main/app.ts'
import { openFileKeyStore } from '../../main/config/index.ts'
import { systemPlatform } from '../../main/system-platform.ts'
import { builtThreads } from '../built-threads.ts'
import { type LangbaseServer, startLangbaseServer } from '../services/index.ts'
import { sharedClassifier } from '../shared-classifier.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const KEY = 'hosted-key-9f8e7d6c'
const RULE = { kind: 'word', text: 'Nightjar', label: 'restricted', note: '' } as const

let hosted: LangbaseServer
let test: TestApp
/** Another process on the same data, such as `tidegate mcp`. */
let other: App

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: KEY })
  test = await startTestApp(twoProviders({ hosted }), { hosted: KEY })
  other = await createApp(
    {
      dataDir: test.dataDir,
      resourcesDir: fileURLToPath(new URL('../../resources', import.meta.url)),
      mode: 'command',
      keys: openFileKeyStore(test.dataDir, {}),
      ...builtThreads,
      classifierOf: sharedClassifier,
    },
    systemPlatform({}, () => undefined),
  )
})

afterEach(async () => {
  await other.dispose()
  await test.stop()
  await hosted.stop()
})

describe('a rule that was added in one process', () => {
  it('holds in every other one for what is sent next', async () => {
    await test.app.privacy.rules.add(RULE)
    const { id, jobId } = await other.generations.start(
      GenerationRequestSchema.parse({ prompt: 'Write an invitation to the Nightjar evening.', options: { route: 'hosted' } }),
    )
    await other.jobs.runOnly(jobId)
    expect((await other.generations.get(id)).decision?.label).toBe('restricted')
    expect(hosted.requests.map(({ body }) => body).join()).not.toContain('Nightjar')
  })

  it('holds there also for a source that was read before', async () => {
    const { id } = await test.app.sources.addText('notes.md', 'The Nightjar evening is on Friday.')
    const request = GenerationRequestSchema.parse({ prompt: 'Summarise this.', sources: [{ id }] })
    expect((await other.generations.preview(request)).label).toBe('public')
    await test.app.privacy.rules.add(RULE)
    expect((await other.generations.preview(request)).label).toBe('restricted')
  })

  it('is found by a scan there', async () => {
    await test.app.privacy.rules.add(RULE)
    expect((await other.privacy.scan('About Nightjar.')).label).toBe('restricted')
  })
})
