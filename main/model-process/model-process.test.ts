import { describe, expect, it } from 'vitest'
import { createFakeTimers } from '../providers/resilience/fake-timers.ts'
import { silentLog } from '../telemetry/index.ts'
import type { ChildExit, ModelChild } from './child.ts'
import type { FromChild, Load, ToChild } from './messages.ts'
import { createModelProcess } from './model-process.ts'

const never = new AbortController().signal
const load: Load = { file: '/models/a.gguf', contextTokens: 2_048, gpu: 'off', gpuOptional: false, gpuFolder: null, threads: 1 }
const request = { messages: [{ role: 'user' as const, content: 'x' }], maxTokens: 10 }

/** A process that does what the test says. By default it loads and answers at once. */
function fakeChild(answer: (message: ToChild, say: (message: FromChild) => void, exit: (how: ChildExit) => void) => void) {
  let hear: (message: unknown) => void = () => {}
  let exited: (how: ChildExit) => void = () => {}
  const sent: ToChild[] = []
  const child: ModelChild & { sent: ToChild[]; killed: boolean } = {
    pid: 1,
    sent,
    killed: false,
    send(message) {
      sent.push(message)
      queueMicrotask(() => answer(message, hear, exited))
    },
    onMessage: (listener) => {
      hear = listener
    },
    onExit: (listener) => {
      exited = listener
    },
    kill() {
      child.killed = true
      queueMicrotask(() => exited({ code: null, signal: 'SIGKILL' }))
    },
  }
  return child
}

function obliging(message: ToChild, say: (message: FromChild) => void): void {
  if (message.type === 'load') say({ type: 'loaded', id: message.id, contextTokens: message.load.contextTokens, gpu: null })
  if (message.type === 'generate') {
    say({ type: 'text', id: message.id, delta: 'ok' })
    say({ type: 'end', id: message.id, end: { finishReason: 'stop', inputTokens: 1, outputTokens: 1 } })
  }
}

function setUp(answers: Parameters<typeof fakeChild>[0][] = [], idleMs = 60_000) {
  const timers = createFakeTimers()
  const children: ReturnType<typeof fakeChild>[] = []
  const model = createModelProcess({
    fork() {
      const child = fakeChild(answers[children.length] ?? answers.at(-1) ?? obliging)
      children.push(child)
      return child
    },
    clock: { now: timers.now, monotonic: timers.now },
    log: silentLog,
    idleMs: () => idleMs,
    timers,
  })
  const ask = async (signal = never, file = load.file): Promise<string> => {
    let text = ''
    for await (const piece of model.generate({ ...load, file }, request, signal)) if (piece.type === 'text') text += piece.delta
    return text
  }
  return { timers, children, model, ask }
}
/** Lets everything that is due happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const crashing = (message: ToChild, say: (message: FromChild) => void, exit: (how: ChildExit) => void): void =>
  message.type === 'generate' ? exit({ code: null, signal: 'SIGSEGV' }) : obliging(message, say)

describe('the supervisor of a model', () => {
  it('starts nothing before it is needed, and one process for all that follows', async () => {
    const { children, ask, model } = setUp()
    expect(children).toHaveLength(0)
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['ok', 'ok', 'ok'])
    expect(children).toHaveLength(1)
    expect(children[0]?.sent.map(({ type }) => type)).toEqual(['load', 'generate', 'generate', 'generate'])
    await model.dispose()
    expect(children[0]?.killed).toBe(true)
  })

  it('loads another model in place of the one before', async () => {
    const { children, ask, model } = setUp()
    await ask()
    await ask(never, '/models/b.gguf')
    expect(children).toHaveLength(1)
    expect(model.phase()).toMatchObject({ phase: 'loaded', file: '/models/b.gguf' })
  })

  it('ends a process that says nothing any more, and goes on with a new one', async () => {
    const { timers, children, ask } = setUp([(message, say) => message.type === 'load' && obliging(message, say), obliging])
    const lost = ask()
    // Its failure is looked at below, once time has moved on.
    lost.catch(() => {})
    await settled()
    timers.advance(29_000)
    await settled()
    expect(children[0]?.killed).toBe(false)
    timers.advance(1_000)
    await expect(lost).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE', message: expect.stringContaining('did not answer') })
    expect(children[0]?.killed).toBe(true)
    const next = ask()
    await settled()
    timers.advance(250)
    expect(await next).toBe('ok')
  })

  it('waits longer after each crash, and sets the model aside after the third', async () => {
    const { timers, children, ask, model } = setUp([crashing])
    for (const waitMs of [0, 250, 500]) {
      const lost = ask()
      // Its failure is looked at below, once the process has ended.
      lost.catch(() => {})
      await settled()
      if (waitMs > 0) timers.advance(waitMs - 1)
      await settled()
      const before = children.length
      timers.advance(waitMs > 0 ? 1 : 0)
      await expect(lost).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true })
      expect(children.length - before).toBe(waitMs > 0 ? 1 : 0)
    }
    await expect(ask()).rejects.toMatchObject({ message: expect.stringContaining('set aside'), retryable: false })
    expect(children).toHaveLength(3)
    expect([...model.setAside()]).toEqual([['/models/a.gguf', expect.stringContaining('crashed')]])
    // Another model is not its business, and a person can try again.
    model.tryAgain(load.file)
    await expect(ask()).rejects.toMatchObject({ retryable: true })
    expect(children).toHaveLength(4)
  })

  it('says so when the system ended the process for want of memory', async () => {
    const { ask } = setUp([
      (message, say, exit) => {
        if (message.type === 'load') return obliging(message, say)
        say({ type: 'beat', rssBytes: 3 * 2 ** 30 })
        exit({ code: null, signal: 'SIGKILL' })
      },
    ])
    await expect(ask()).rejects.toMatchObject({ message: expect.stringMatching(/memory ran out\. It held 3\.0 GB/) })
  })

  it('does not wait for a process that ignores a cancellation, and keeps it out of the budget of crashes', async () => {
    const { timers, children, ask, model } = setUp([(message, say) => message.type === 'load' && obliging(message, say), obliging])
    const controller = new AbortController()
    const cancelled = ask(controller.signal)
    // Its failure is looked at below, once time has moved on.
    cancelled.catch(() => {})
    await settled()
    controller.abort()
    await settled()
    timers.advance(2_000)
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(children[0]?.killed).toBe(true)
    expect(await ask()).toBe('ok')
    expect(model.setAside().size).toBe(0)
  })

  it('unloads after the idle time, but not while it is in use', async () => {
    const { timers, children, ask, model } = setUp([], 5_000)
    await ask()
    timers.advance(4_999)
    await ask()
    timers.advance(4_999)
    expect(model.phase()).toMatchObject({ phase: 'loaded', busy: false })
    timers.advance(1)
    await settled()
    expect(model.phase()).toEqual({ phase: 'off' })
    expect(children[0]?.killed).toBe(true)
  })

  it('unloads when memory stays short, after the answer that is being written', async () => {
    const { children, ask, model } = setUp()
    await ask()
    for (const free of [100, 100, 300, 100, 100]) model.noteMemory(free, 256)
    await settled()
    expect(model.phase()).toMatchObject({ phase: 'loaded' })
    model.noteMemory(100, 256)
    await settled()
    expect(model.phase()).toEqual({ phase: 'off' })
    expect(children[0]?.killed).toBe(true)
  })

  it('takes nothing from a process that does not keep to the protocol', async () => {
    const { ask, children } = setUp([(_message, say) => say(JSON.parse('{"type":"text"}'))])
    await expect(ask()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
    expect(children[0]?.killed).toBe(true)
  })

  it('ends calls that are open when the app closes', async () => {
    const { ask, model } = setUp([(message, say) => message.type === 'load' && obliging(message, say)])
    const open = ask()
    // Its failure is looked at below, once the app has closed.
    open.catch(() => {})
    await settled()
    await model.dispose()
    await expect(open).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})
