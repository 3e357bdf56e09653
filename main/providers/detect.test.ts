import { afterEach, describe, expect, it } from 'vitest'
import {
  createDirectEgress,
  type ScriptedServer,
  startLangbaseServer,
  startOllamaServer,
  startOpenAiServer,
} from '../../e2e/services/index.ts'
import { detectProvider } from './detect.ts'

const signal = new AbortController().signal
const running: ScriptedServer[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

describe('detectProvider', () => {
  it.each([
    ['ollama', () => startOllamaServer({ models: ['a'] }), { kind: 'ollama', product: 'Ollama', models: ['a:latest'] }],
    ['open-webui', () => startOpenAiServer({ flavour: 'open-webui' }), { kind: 'open-webui', product: 'Open WebUI', models: [] }],
    [
      'llama-server',
      () => startOpenAiServer({ flavour: 'llama-server' }),
      { kind: 'openai-compatible', product: 'llama-server', models: ['test-model'] },
    ],
    [
      'lm-studio',
      () => startOpenAiServer({ flavour: 'lm-studio' }),
      { kind: 'openai-compatible', product: 'LM Studio', models: ['test-model'] },
    ],
    ['openai', () => startOpenAiServer(), { kind: 'openai-compatible', product: 'OpenAI-compatible server', models: ['test-model'] }],
    ['something else', () => startLangbaseServer(), null],
  ] as const)('recognises %s', async (_what, start, expected) => {
    const server = await start()
    running.push(server)
    const egress = createDirectEgress()
    expect(await detectProvider(`${server.url}/some/path`, egress, signal)).toEqual(expected)
    expect(egress.sent.every(({ credentials, body }) => credentials === undefined && body === undefined)).toBe(true)
  })

  it('passes over a question that gets no answer, and says when nothing answers at all', async () => {
    const server = await startOpenAiServer()
    server.setFault({ type: 'html-200', everywhere: true, times: 2 })
    expect(await detectProvider(server.url, createDirectEgress(), signal)).toMatchObject({ kind: 'openai-compatible' })
    await server.stop()
    await expect(detectProvider(server.url, createDirectEgress(), signal)).rejects.toMatchObject({ code: 'PROVIDER_NETWORK' })
  })
})
