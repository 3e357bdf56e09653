import { afterEach, beforeEach, expect, it } from 'vitest'
import { type LangbaseServer, type ScriptedServer, startLangbaseServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

let hosted: LangbaseServer
let local: ScriptedServer
let test: TestApp

beforeEach(async () => {
  hosted = await startLangbaseServer({ key: 'hosted-key-9f8e7d6c' })
  local = await startOpenAiServer({})
  test = await startTestApp(twoProviders({ hosted, local }), { hosted: 'hosted-key-9f8e7d6c' })
})
afterEach(async () => {
  await test.stop()
  await Promise.all([hosted.stop(), local.stop()])
})

const sent = (): string => hosted.requests.map(({ body }) => body).join('\n')

it('what stands in the name of a source counts as what stands in it', async () => {
  const sources = [{ name: 'SSN 536-22-8745.txt', text: 'The door is green.' }]
  const generation = await test.run({ prompt: 'Summarise the note.', sources, options: { route: 'hybrid' } })
  expect(generation.decision?.label).toBe('restricted')
  expect(hosted.requests).toHaveLength(0)
})

it('the name of a source leaves masked', async () => {
  const prompt = 'Draft a reply to bob.reed@elsewhere.example about the note.'
  const sources = [{ name: 'Dismissal of Margaret Ellison.txt', text: 'The door is green and stays open until noon.' }]
  const generation = await test.run({ prompt, sources, options: { route: 'hybrid' } })
  expect(generation.state).toBe('succeeded')
  expect(sent()).toContain('Dismissal of')
  expect(sent()).not.toContain('Margaret')
  expect(sent()).not.toContain('Ellison')
})
