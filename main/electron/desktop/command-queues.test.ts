import { describe, expect, it } from 'vitest'
import type { HostCommand } from '#contracts/host-command.ts'
import { createCommandQueues } from './command-queues.ts'

const show = (view: 'jobs' | 'privacy' | 'compose'): HostCommand => ({ type: 'show-view', view })

describe('what a window is asked to show', () => {
  it('waits for its page, and is given once', async () => {
    const queues = createCommandQueues()
    queues.send('1', show('jobs'))
    const first = new AbortController()
    const heard: HostCommand[] = []
    const listening = (async () => {
      for await (const command of queues.listen('1', first.signal)) heard.push(command)
    })()
    queues.send('1', show('privacy'))
    queues.send('2', show('compose'))
    await Promise.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    first.abort()
    await listening
    expect(heard).toEqual([show('jobs'), show('privacy')])

    const again: HostCommand[] = []
    const second = new AbortController()
    const reloaded = (async () => {
      for await (const command of queues.listen('1', second.signal)) again.push(command)
    })()
    await new Promise((resolve) => setImmediate(resolve))
    second.abort()
    await reloaded
    expect(again).toEqual([])
  })

  it('is bounded while nobody listens, the newest kept', async () => {
    const queues = createCommandQueues()
    for (let n = 0; n < 20; n += 1) queues.send('1', { type: 'show-job', jobId: String(n) })
    const aborted = new AbortController()
    const heard: HostCommand[] = []
    const listening = (async () => {
      for await (const command of queues.listen('1', aborted.signal)) heard.push(command)
    })()
    await new Promise((resolve) => setImmediate(resolve))
    aborted.abort()
    await listening
    expect(heard).toHaveLength(8)
    expect(heard.at(-1)).toEqual({ type: 'show-job', jobId: '19' })
  })

  it('goes to the page that was loaded last', async () => {
    const queues = createCommandQueues()
    const heard: string[] = []
    const follow = async (name: string): Promise<void> => {
      for await (const command of queues.listen('1', undefined)) heard.push(`${name} ${command.type}`)
    }
    const old = follow('old')
    await Promise.resolve()
    const fresh = follow('new')
    queues.send('1', show('jobs'))
    await old
    await new Promise((resolve) => setImmediate(resolve))
    queues.forget('1')
    await fresh
    expect(heard).toEqual(['new show-view'])
  })
})
