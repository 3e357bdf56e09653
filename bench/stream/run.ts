// Streaming through the gate beside calling the same server directly, in one run: `npx tidegate bench stream [--json] [--parts LIST]`.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { GenerationRequestSchema } from '../../contracts/generation.ts'
import { startTestApp, type TestApp } from '../../e2e/integration/test-app.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean' }, parts: { type: 'string' } }, allowPositionals: true, strict: false })
const parts = new Set((typeof values.parts === 'string' ? values.parts : 'first,throughput,many,cancel,memory').split(','))

async function startServer(): Promise<{ port: number; stop: () => void }> {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], { stdio: ['pipe', 'pipe', 'inherit'] })
  if (child.stdout === null) throw new Error('no output of the server')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { port: Number(line), stop: () => child.stdin?.end() }
}

const ms = (since: number): number => performance.now() - since
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
const median = (values: readonly number[]): number => quantile(values, 0.5)

interface Streamed {
  readonly firstMs: number
  readonly totalMs: number
  readonly text: string
}

/** The least that a client of our own would do: send, read frames, join the text. */
async function direct(port: number, prompt: string): Promise<Streamed> {
  const started = performance.now()
  const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'test-model', stream: true, messages: [{ role: 'user', content: prompt }] }),
  })
  let firstMs = Number.NaN
  let text = ''
  let rest = ''
  const decoder = new TextDecoder()
  for await (const bytes of response.body ?? []) {
    rest += decoder.decode(bytes, { stream: true })
    let end = rest.indexOf('\n\n')
    while (end !== -1) {
      const data = rest.slice(6, end)
      rest = rest.slice(end + 2)
      end = rest.indexOf('\n\n')
      if (data === '[DONE]') continue
      const delta: unknown = JSON.parse(data).choices[0]?.delta?.content
      if (typeof delta === 'string' && delta !== '') {
        if (text === '') firstMs = ms(started)
        text += delta
      }
    }
  }
  return { firstMs, totalMs: ms(started), text }
}

/** The same through the core, as a view does it: start a generation, watch it. */
async function through({ app }: TestApp, prompt: string): Promise<Streamed> {
  const started = performance.now()
  const { id } = await app.generations.start(GenerationRequestSchema.parse({ prompt, options: { route: 'local' } }))
  let firstMs = Number.NaN
  let text = ''
  for await (const event of app.generations.watch(id)) {
    if (event.type === 'snapshot') text = event.generation.text
    if (event.type === 'restart') text = ''
    if (event.type === 'text') {
      if (event.offset !== text.length) throw new Error('a token was lost or moved')
      text += event.delta
    }
    if (text !== '' && Number.isNaN(firstMs)) firstMs = ms(started)
    if (event.type === 'done' && event.generation.text !== text) throw new Error('what was shown is not what was kept')
  }
  return { firstMs, totalMs: ms(started), text }
}

const server = await startServer()
const test = await startTestApp({
  machine: { cpuSaturatedPct: 101, memoryReserveMb: 0 },
  coordinator: { concurrency: 64 },
  providers: [
    {
      id: 'local',
      kind: 'openai-compatible',
      baseUrl: `http://127.0.0.1:${server.port}/v1`,
      model: 'test-model',
      parallel: 50,
      contextTokens: 128_000,
    },
  ],
})
const result: Record<string, unknown> = {}
try {
  const prompt = (tokens: number, delay = 0): string => `Write about the harbour of a small town. tokens=${tokens} delay=${delay}`
  for (let warm = 0; warm < 5; warm += 1) {
    await direct(server.port, prompt(50))
    await through(test, prompt(50))
  }
  if (parts.has('first')) {
    const pairs: { direct: number; through: number }[] = []
    for (let round = 0; round < 300; round += 1) {
      const one = await direct(server.port, prompt(20))
      const two = await through(test, prompt(20))
      pairs.push({ direct: one.firstMs, through: two.firstMs })
    }
    const added = pairs.map((pair) => pair.through - pair.direct)
    result.firstToken = {
      directMs: median(pairs.map((pair) => pair.direct)),
      throughMs: median(pairs.map((pair) => pair.through)),
      addedMs: median(added),
      addedP95Ms: quantile(added, 0.95),
    }
  }
  if (parts.has('throughput')) {
    const ratios: number[] = []
    const paced: number[] = []
    for (let round = 0; round < 7; round += 1) {
      const one = await direct(server.port, prompt(20_000))
      const two = await through(test, prompt(20_000))
      ratios.push(two.totalMs / one.totalMs)
      const three = await direct(server.port, prompt(400, 2))
      const four = await through(test, prompt(400, 2))
      paced.push(four.totalMs / three.totalMs)
    }
    result.throughput = { asFastAsItIsRead: median(ratios), at500TokensPerSecond: median(paced) }
  }
  if (parts.has('many')) {
    const started = performance.now()
    const all = await Promise.all(Array.from({ length: 50 }, () => through(test, prompt(400, 5))))
    const whole = all.filter(({ text }) => [...text.matchAll(/w(\d+) /g)].every((match, index) => Number(match[1]) === index))
    result.many = {
      streams: all.length,
      whole: whole.length,
      tokensEach: [...new Set(all.map(({ text }) => [...text.matchAll(/w\d+ /g)].length))],
      totalMs: ms(started),
    }
  }
  if (parts.has('cancel')) {
    const took: number[] = []
    for (let round = 0; round < 20; round += 1) {
      const { id } = await test.app.generations.start(
        GenerationRequestSchema.parse({ prompt: prompt(100_000, 2), options: { route: 'local' } }),
      )
      let since = Number.NaN
      for await (const event of test.app.generations.watch(id)) {
        if (event.type === 'text' && Number.isNaN(since)) {
          since = performance.now()
          await test.app.generations.cancel(id)
        }
      }
      took.push(ms(since))
    }
    result.cancel = { medianMs: median(took), worstMs: Math.max(...took) }
  }
  if (parts.has('memory')) {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const used = (): number => {
      collect()
      collect()
      return process.memoryUsage().heapUsed / 2 ** 20
    }
    const rss = (): number => process.memoryUsage.rss() / 2 ** 20
    for (let warm = 0; warm < 20; warm += 1) await through(test, prompt(2_000))
    const before = { heap: used(), rss: rss() }
    const after: { heap: number; rss: number }[] = []
    for (let number = 1; number <= 500; number += 1) {
      await through(test, prompt(2_000))
      if (number % 100 === 0) after.push({ heap: used(), rss: rss() })
    }
    result.memory = {
      generations: 500,
      before,
      after,
      heapGrowthMb: (after.at(-1)?.heap ?? Number.NaN) - before.heap,
      rssGrowthMb: (after.at(-1)?.rss ?? Number.NaN) - before.rss,
    }
  }
} finally {
  await test.stop()
  server.stop()
}
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
