import { afterEach, expect, it } from 'vitest'
import { type ScriptedServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const SOURCE = {
  name: 'harbour.md',
  text: 'The new ferry carries 240 passengers between the harbour and the island. The crossing takes 35 minutes in good weather.',
}
const WRONG = 'The new ferry carries 340 passengers between the harbour and the island. The crossing takes 35 minutes in good weather.'

let local: ScriptedServer
let test: TestApp

async function start(repair: 'off' | 'local'): Promise<void> {
  local = await startOpenAiServer({})
  test = await startTestApp({ ...twoProviders({ local }), citations: { repair } })
}

afterEach(async () => {
  await test.stop()
  await local.stop()
})

it('marks a sentence that contradicts the passage it draws on, and says what the passage says', async () => {
  await start('off')
  local.setReply(WRONG)
  const { text, citations, citationCoverage } = await test.run({
    prompt: 'Describe the ferry.',
    sources: [SOURCE],
    options: { route: 'local' },
  })
  expect(text).toMatch(/340 passengers .* island\. \[1\] The crossing takes 35 minutes in good weather\. \[2\]/)
  expect(citations.map(({ verified }) => verified)).toEqual([false, true])
  expect(citations[0]?.problem).toContain('240')
  expect(citationCoverage).toBe(0.5)
})

it('has the model mend it once, and keeps what was right as it was', async () => {
  await start('local')
  local.setReply(({ messages }) =>
    messages.at(-1)?.content.includes('Sentence 1:')
      ? '1. The new ferry carries 240 passengers between the harbour and the island.'
      : WRONG,
  )
  const generation = await test.run({ prompt: 'Describe the ferry.', sources: [SOURCE], options: { route: 'local' } })
  expect(generation.text).toMatch(/carries 240 passengers .* island\. \[1\] The crossing takes 35 minutes in good weather\. \[2\]/)
  expect(generation.citations.every(({ verified }) => verified)).toBe(true)
  expect(generation.attempts).toHaveLength(2)
  expect(generation.usage.outputTokens).toBeGreaterThan(0)
})

it('keeps the marked draft when the mending fails or does not hold either', async () => {
  await start('local')
  local.setReply(({ messages }) => (messages.at(-1)?.content.includes('Sentence 1:') ? '1. The new ferry carries 999 passengers.' : WRONG))
  const generation = await test.run({ prompt: 'Describe the ferry.', sources: [SOURCE], options: { route: 'local' } })
  expect(generation).toMatchObject({ state: 'succeeded' })
  expect(generation.text).toContain('340 passengers')
  expect(generation.citations[0]?.verified).toBe(false)
})

it('has a JSON answer that misses its schema mended once, and puts no markers into it', async () => {
  await start('local')
  const right = JSON.stringify({ passengers: 240, text: 'The new ferry carries 240 passengers between the harbour and the island.' })
  local.setReply(({ messages }) => (messages.at(-1)?.content.includes('It was refused') ? right : '{"passengers": "many"}'))
  const schema = '{"type":"object","properties":{"passengers":{"type":"integer"},"text":{"type":"string"}},"required":["passengers"]}'
  const generation = await test.run({
    prompt: 'Extract how many passengers the ferry carries.',
    template: 'extraction',
    fields: { schema },
    sources: [SOURCE],
    options: { route: 'local' },
  })
  expect(generation.text).toBe(right)
  expect(generation.structured).toEqual({ valid: true, reasons: [] })
  expect(generation.attempts).toHaveLength(2)
})
