// Starts one server of each kind and prints their addresses as one line of JSON; ends with Ctrl-C.
import { OPENAI_FLAVOURS, startLangbaseServer, startOllamaServer, startOpenAiServer } from './index.ts'

const frameDelayMs = Number(process.env.FRAME_DELAY_MS ?? 15)
const [langbase, ollama, ...openai] = await Promise.all([
  startLangbaseServer({ frameDelayMs }),
  startOllamaServer({ frameDelayMs }),
  ...OPENAI_FLAVOURS.map((flavour) => startOpenAiServer({ flavour, frameDelayMs })),
])
const named = Object.fromEntries(OPENAI_FLAVOURS.map((flavour, index) => [flavour, openai[index]?.url]))
process.stdout.write(`${JSON.stringify({ pid: process.pid, langbase: langbase.url, ollama: ollama.url, ...named })}\n`)

const stopped = Promise.withResolvers<void>()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.resolve())
await stopped.promise
await Promise.all([langbase, ollama, ...openai].map((server) => server.stop()))
