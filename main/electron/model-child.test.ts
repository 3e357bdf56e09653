import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'

class FakeUtility extends EventEmitter {
  pid: number | undefined
  postMessage = vi.fn()
  kill = vi.fn()
}
let child = new FakeUtility()
const fork = vi.fn(() => child)
vi.mock('electron', () => ({ utilityProcess: { fork } }))
const { forkUtilityChild } = await import('./model-child.ts')

beforeEach(() => {
  child = new FakeUtility()
  fork.mockClear()
})

describe('the process of a model in Electron', () => {
  it('is a utility process that gets no key and whose output goes nowhere', () => {
    forkUtilityChild('/app/model-process.js', { PATH: '/bin', TIDEGATE_KEY_X: 'secret', HTTPS_PROXY: 'p' })
    expect(fork).toHaveBeenCalledWith('/app/model-process.js', [], {
      env: { PATH: '/bin' },
      stdio: 'ignore',
      serviceName: 'Tidegate model',
    })
  })

  it('is spoken to over its port, and its end is told', () => {
    const made = forkUtilityChild('/app/model-process.js', {})
    const heard = vi.fn()
    const ended = vi.fn()
    made.onMessage(heard)
    made.onExit(ended)
    made.send({ type: 'cancel', id: 1 })
    expect(child.postMessage).toHaveBeenCalledWith({ type: 'cancel', id: 1 })
    child.emit('message', { type: 'beat', rssBytes: 1 })
    expect(heard.mock.calls[0]?.[0]).toEqual({ type: 'beat', rssBytes: 1 })
    child.emit('exit', 9)
    expect(ended).toHaveBeenCalledWith({ code: 9, signal: null })
  })

  it('is ended at once, however busy it is, and also before it has started', () => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true)
    const made = forkUtilityChild('/app/model-process.js', {})
    made.kill()
    expect(child.kill).toHaveBeenCalled()
    child.pid = 4711
    made.kill()
    expect(kill).toHaveBeenCalledWith(4711, 'SIGKILL')
    kill.mockRestore()
  })
})
