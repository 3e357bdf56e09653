import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { estimateTextTokens } from '../../main/routing/index.ts'
import { type ScriptedServer, startOpenAiServer } from '../services/index.ts'
import { startTestApp, type TestApp, twoProviders } from './test-app.ts'

const AskedSchema = z.object({ messages: z.array(z.object({ content: z.string() })), max_tokens: z.number() })
const CONTEXT = 8_192
/** Three sources of about nine thousand tokens together. */
const SOURCES = ['plan', 'notes', 'minutes'].map((name, source) => ({
  name: `${name}.md`,
  text: Array.from({ length: 180 }, (_, row) => `Step ${row} of the launch in ${name} is due in week ${row + source} of the year.`).join(
    '\n\n',
  ),
}))
/** A script of which a token holds about one character. */
const CHINESE = [
  { name: 'plan.md', text: Array.from({ length: 700 }, (_, row) => `第${row}步的发布工作由团队在第${row}周完成并检查。`).join('\n\n') },
]
const LONG = SOURCES.map((source) => ({ ...source, text: source.text.repeat(2) }))

let local: ScriptedServer
let test: TestApp

afterEach(async () => {
  await test.stop()
  await local.stop()
})

async function start(): Promise<void> {
  local = await startOpenAiServer({ reply: () => 'The launch is due in week 3 of the year.' })
  test = await startTestApp(twoProviders({ local: { url: local.url, contextTokens: CONTEXT } }))
}

const asked = (): string[] => local.requests.filter(({ method }) => method === 'POST').map(({ body }) => body)

describe('sources that are too long for the local model', () => {
  it.each([
    ['a little', SOURCES],
    ['by far', LONG],
    ['in Chinese', CHINESE],
  ])('are written from passages that fit its context (%s)', async (_how, sources) => {
    await start()
    const generation = await test.run({ prompt: 'Summarise the launch plan.', sources })
    expect(generation).toMatchObject({ state: 'succeeded', engine: 'test-model (local model)' })
    expect(generation.decision?.inputTokens).toBeGreaterThan(CONTEXT)
    expect(generation.decision?.reasons).not.toContain('LOCAL_CONTEXT_TOO_SMALL')
    const { messages, max_tokens: answer } = AskedSchema.parse(JSON.parse(asked()[0] ?? ''))
    const tokens = messages.reduce((sum, { content }) => sum + estimateTextTokens(content), 0)
    expect(tokens).toBeGreaterThan(CONTEXT / 2)
    expect(tokens + answer).toBeLessThan(CONTEXT)
  })

  it('and where the request itself has no room, by the engine without a model, which is said', async () => {
    await start()
    const prompt = `Summarise the launch plan. ${'What is due in which week, and who sees to it? '.repeat(800)}`
    const generation = await test.run({ prompt, sources: SOURCES })
    expect(generation).toMatchObject({ state: 'succeeded', engine: 'Extractive engine (no model)' })
    expect(generation.decision?.reasons).toContain('WITHOUT_MODEL')
    expect(generation.decision?.summary).toContain('the engine without a model selects sentences')
    expect(asked()).toEqual([])
  })

  it('while a request without sources waits, as nothing else could write it', async () => {
    await start()
    const generation = await test.run({ prompt: `Summarise this. ${'What is due in which week? '.repeat(1_500)}` })
    expect(generation).toMatchObject({ state: 'deferred', error: { code: 'NO_ALLOWED_ROUTE' } })
  })
})
