import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { writeTinyModel } from '../../e2e/tiny-model/tiny-model.ts'
import { systemClock } from '../system-platform.ts'
import { silentLog } from '../telemetry/index.ts'
import { forkNodeChild, type ModelChild, scrubbed } from './child.ts'
import type { Generate, Load } from './messages.ts'
import { createModelProcess, type ModelProcess, memoryOf } from './model-process.ts'

/** The real engine on the processor, with a model of 1.4 MB that is written here. */
const folder = mkdtempSync(join(tmpdir(), 'tidegate-engine-'))
const talker = join(folder, 'talker.gguf')
const endless = join(folder, 'endless.gguf')
const slow = join(folder, 'slow.gguf')
const never = new AbortController().signal
let children: ModelChild[] = []
let process: ModelProcess

beforeAll(() => {
  writeTinyModel(talker)
  writeTinyModel(endless, { endless: true, contextTokens: 32_768 })
  writeTinyModel(slow, { endless: true, contextTokens: 32_768, layers: 48 })
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => process.dispose())

function open(idleMs = 60_000): ModelProcess {
  children = []
  process = createModelProcess({
    fork() {
      const child = forkNodeChild(new URL('./entry.ts', import.meta.url), globalThis.process.env)
      children.push(child)
      return child
    },
    clock: systemClock,
    log: silentLog,
    idleMs: () => idleMs,
  })
  return process
}
const load = (file: string, contextTokens = 2_048): Load => ({
  file,
  contextTokens,
  gpu: 'off',
  gpuOptional: false,
  gpuFolder: join(folder, 'engine'),
  threads: 1,
})
const request = (content: string, extra: Partial<Generate> = {}): Generate => ({
  messages: [
    { role: 'system', content: 'You write.' },
    { role: 'user', content },
  ],
  maxTokens: 200,
  temperature: 0.7,
  seed: 1,
  ...extra,
})

async function textOf(pieces: ReturnType<ModelProcess['generate']>) {
  let text = ''
  for await (const piece of pieces) {
    if (piece.type === 'end') return { text, ...piece.end }
    text += piece.delta
  }
  throw new Error('no end')
}

/** Confines itself as the process of a model does, tries what that must not be able to do, and prints what was possible. */
const ATTEMPTS = `
import { confine } from ${JSON.stringify(new URL('./confine.ts', import.meta.url).href)}
import { createRequire } from 'node:module'
confine(() => null)
const attempts = {
  net: async () => (await import('node:net')).connect(9),
  http: async () => (await import('http')).get('http://127.0.0.1:9'),
  dns: async () => (await import('node:dns')).lookup('localhost', () => {}),
  shell: async () => (await import('node:child_process')).spawn('true'),
  require: async () => createRequire(import.meta.url)('net').connect(9),
  builtin: async () => process.getBuiltinModule('node:net').connect(9),
  fetch: async () => fetch('http://127.0.0.1:9'),
  write: async () => (await import('node:fs')).writeFileSync('/tmp/tidegate-written', ''),
}
const possible = []
for (const [name, attempt] of Object.entries(attempts)) await attempt().then(() => possible.push(name), () => {})
process.stdout.write(JSON.stringify(possible), () => process.exit())
`

describe('an embedded model', () => {
  it('streams an answer and says what it read and wrote', async () => {
    const answer = await textOf(open().generate(load(talker), request('Write about the gate.'), never))
    expect(answer.text).toMatch(/^[A-Z][a-z]+ .*\.$/)
    expect(answer).toMatchObject({ finishReason: 'stop' })
    expect(answer.inputTokens).toBeGreaterThan(20)
    expect(answer.outputTokens).toBeGreaterThan(5)
    expect(process.phase()).toMatchObject({ phase: 'loaded', contextTokens: 2_048, gpu: null })
  })

  it('writes the same again for the same seed, and ends where it was told', { tags: ['long'] }, async () => {
    open()
    const one = await textOf(process.generate(load(endless), request('Gate', { maxTokens: 40 }), never))
    const two = await textOf(process.generate(load(endless), request('Gate', { maxTokens: 40 }), never))
    expect(two).toEqual(one)
    expect(one).toMatchObject({ finishReason: 'length', outputTokens: 40 })
    const stopped = await textOf(process.generate(load(endless), request('Gate', { maxTokens: 400, stop: ['gate'] }), never))
    expect(stopped).toMatchObject({ finishReason: 'stop' })
    expect(stopped.text).not.toContain('gate')
  })

  it.each([
    ['while it writes', 20, 3_000],
    ['while it reads the prompt', 12_000, 1],
  ])('is free again within 100 ms of a cancellation %s', async (when, words, maxTokens) => {
    open()
    const long = load(slow, 16_384)
    const told: number[] = []
    const free: number[] = []
    for (let round = 0; round < 3; round += 1) {
      // Other words each time: what was read before is kept.
      const { cancelledAt, toldAt, wrote } = await cancelled(
        long,
        request(`${round} ${'gate '.repeat(words)}`, { maxTokens }),
        when === 'while it writes',
      )
      await textOf(process.generate(long, request('gate', { maxTokens: 1 }), never))
      if (when !== 'while it writes') expect(wrote).toBe('')
      told.push(toldAt - cancelledAt)
      free.push(performance.now() - cancelledAt)
    }
    expect(median(told)).toBeLessThan(100)
    // With the start of the next answer, which reads a prompt of its own.
    expect(median(free)).toBeLessThan(300)
    expect(children).toHaveLength(1)
  })

  it('refuses a request that leaves no room in the context, and says how much there is', async () => {
    const long = textOf(open().generate(load(talker, 256), request('gate '.repeat(400)), never))
    await expect(long).rejects.toMatchObject({
      code: 'PROVIDER_CONTEXT_OVERFLOW',
      message: expect.stringMatching(/has \d{3} tokens.*context of 256\./),
    })
    const short = await textOf(process.generate(load(talker, 256), request('gate'), never))
    expect(short.text).not.toBe('')
  })

  it('says what to do where there is no build for the graphics card', async () => {
    const onCard: Load = { ...load(talker), gpu: 'vulkan' }
    await expect(open().load(onCard, never)).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: expect.stringContaining('models gpu install'),
    })
    // Where nobody insists on it, the processor does it.
    await process.load({ ...onCard, gpuOptional: true }, never)
    expect(process.phase()).toMatchObject({ phase: 'loaded', gpu: null })
  })

  it('tells a damaged file from a good one, and loads the good one next', async () => {
    open()
    const cut = join(folder, 'cut.gguf')
    for (const share of [0.001, 0.02, 0.5, 0.99]) {
      copyFileSync(talker, cut)
      truncateSync(cut, Math.round(statSync(talker).size * share))
      await expect(process.load(load(cut), never)).rejects.toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
    }
    writeFileSync(cut, 'no model at all')
    await expect(process.load(load(cut), never)).rejects.toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
    expect((await textOf(process.generate(load(talker), request('Tide'), never))).text).not.toBe('')
    expect(process.setAside().size).toBe(0)
  })

  it('loses only the answer that is being written when its process is killed', async () => {
    open()
    const first = process.generate(load(endless, 16_384), request('Gate', { maxTokens: 10_000 }), never)
    const reading = (async () => {
      let pieces = 0
      for await (const _piece of first) {
        pieces += 1
        if (pieces === 3) globalThis.process.kill(children.at(-1)?.pid ?? 0, 'SIGKILL')
      }
    })()
    await expect(reading).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining('memory ran out'),
    })
    expect(process.phase()).toEqual({ phase: 'off' })
    const next = await textOf(process.generate(load(talker), request('Write'), never))
    expect(next.finishReason).toBe('stop')
  })

  it('answers two at once one after the other, both right', { tags: ['long'] }, async () => {
    open()
    const ask = (seed: number) => textOf(process.generate(load(talker), request('Write about the tide.', { seed }), never))
    const alone = [await ask(1), await ask(2)]
    expect(await Promise.all([ask(1), ask(2)])).toEqual(alone)
  })

  it('writes JSON of a schema, whatever the seed', async () => {
    open()
    const jsonSchema = {
      type: 'object',
      properties: {
        title: { type: 'string', maxLength: 12 },
        risk: { enum: ['low', 'high'] },
        ready: { type: 'boolean' },
        steps: { type: 'array', items: { type: 'integer' }, maxItems: 3 },
      },
    }
    for (let seed = 1; seed <= 12; seed += 1) {
      const { text, finishReason } = await textOf(
        process.generate(load(endless), request('Plan', { jsonSchema, seed, maxTokens: 600 }), never),
      )
      expect(finishReason).toBe('stop')
      const value = JSON.parse(text)
      expect(Object.keys(value).toSorted()).toEqual(['ready', 'risk', 'steps', 'title'])
      expect(['low', 'high']).toContain(value.risk)
      expect(value.title.length).toBeLessThanOrEqual(12)
    }
  })

  it('tells how much memory it holds', async () => {
    open()
    await process.load(load(talker), never)
    const told = Promise.withResolvers<number>()
    process.onChange((phase) => {
      if (phase.phase === 'loaded' && phase.rssBytes !== null) told.resolve(phase.rssBytes)
    })
    await textOf(process.generate(load(talker), request('Gate'), never))
    expect(await told.promise).toBeGreaterThan(50 * 2 ** 20)
  })

  it('unloads when it was idle for long, and loads again for the next request', { tags: ['long'] }, async () => {
    open(50)
    await textOf(process.generate(load(talker), request('Gate'), never))
    const pid = children.at(-1)?.pid ?? 0
    await turned((phase) => phase.phase === 'off')
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false)
    await textOf(process.generate(load(talker), request('Gate'), never))
    expect(children.at(-1)?.pid).not.toBe(pid)
  })

  it('makes vectors of texts', async () => {
    const [one, two] = await open().embed({ ...load(talker), forVectors: true }, ['the gate opens', 'the water is high'], never)
    expect(one).toHaveLength(512)
    expect(one).not.toEqual(two)
  })

  it('says which text is too long to make a vector of, and that a writer makes none', { tags: ['long'] }, async () => {
    const long = 'the gate opens '.repeat(2_000)
    await expect(open().embed({ ...load(talker), forVectors: true }, [long], never)).rejects.toMatchObject({
      code: 'PROVIDER_CONTEXT_OVERFLOW',
      message: expect.stringMatching(/^The request has \d+ tokens and leaves no room in a context of \d+\./),
    })
    expect(await process.embed({ ...load(talker), forVectors: true }, ['the gate'], never)).toHaveLength(1)
    await expect(process.embed(load(talker), ['the gate'], never)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
  })
})

describe('the process of a model', () => {
  it('does not outlive an app that is killed', async () => {
    open()
    const app = spawn(globalThis.process.execPath, [join(import.meta.dirname, 'fixtures/hold-a-model.ts'), talker], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(app.stdout, 'data')
    const pid = Number(String(line))
    expect(isAlive(pid)).toBe(true)
    app.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false)
  })

  it('has no network, starts nothing and writes nothing', async () => {
    open()
    const args = ['--permission', '--allow-addons', '--allow-fs-read=*', '--no-warnings', '--input-type=module', '--eval', ATTEMPTS]
    const confined = spawn(globalThis.process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const [possible] = await once(confined.stdout, 'data')
    expect(JSON.parse(String(possible))).toEqual([])
  })

  it('gets no key and no proxy from the environment', () => {
    const env = { PATH: '/bin', TIDEGATE_KEY_X: 'k', HTTPS_PROXY: 'p', NODE_OPTIONS: '--inspect', HOME: '/h', CUDA_VISIBLE_DEVICES: '0' }
    expect(scrubbed(env)).toEqual({ PATH: '/bin', CUDA_VISIBLE_DEVICES: '0' })
  })
})

/** Cancels an answer after its first words, or after a sign of life of a process that is still reading. Times as of `performance.now`. */
async function cancelled(model: Load, asked: Generate, afterWords: boolean) {
  await process.load(model, never)
  const controller = new AbortController()
  const running = process.generate(model, asked, controller.signal)
  let cancelledAt = 0
  let wrote = ''
  const cancel = (): void => {
    if (controller.signal.aborted) return
    cancelledAt = performance.now()
    controller.abort()
  }
  // Each second of work there is one.
  const stop = afterWords ? () => {} : onBeat(cancel)
  const reading = (async () => {
    for await (const piece of running) {
      if (piece.type === 'text') wrote += piece.delta
      if (afterWords) cancel()
    }
  })()
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' })
  stop()
  return { cancelledAt, toldAt: performance.now(), wrote }
}

/** Calls back with each memory that the process tells of from now on. */
function onBeat(listener: () => void): () => void {
  let last = memoryOf(process.phase())
  return process.onChange((phase) => {
    const now = memoryOf(phase)
    if (now !== last) listener()
    last = now
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function turned(is: (phase: ReturnType<ModelProcess['phase']>) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (is(process.phase())) resolve()
    }
    process.onChange(look)
    look()
  })
}

function isAlive(pid: number): boolean {
  try {
    globalThis.process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
