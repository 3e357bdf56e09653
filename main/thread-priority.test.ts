import { spawn } from 'node:child_process'
import { getPriority, setPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'

const MODULE = new URL('./thread-priority.ts', import.meta.url).href

/** In a thread of its own, so that the one that runs the tests stays as it is. */
function inThread(body: string): Promise<unknown> {
  const source = `
    const { parentPort } = require('node:worker_threads')
    const { getPriority, setPriority } = require('node:os')
    import(${JSON.stringify(MODULE)}).then(async ({ preferThisThread, asOrdinary }) => parentPort.postMessage(await (async () => { ${body} })()))`
  const thread = new Worker(source, { eval: true })
  return new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject))
}

function isAllowed(): boolean {
  const child = spawn('sleep', ['5'])
  try {
    setPriority(child.pid ?? 0, -1)
    return true
  } catch {
    return false
  } finally {
    child.kill()
  }
}

it.runIf(process.platform === 'linux')('prefers a thread where the system allows it, and no other', async () => {
  const before = getPriority(0)
  const isPreferred = before === 0 && isAllowed()
  expect(await inThread('return [preferThisThread(), getPriority(0)]')).toEqual([isPreferred, isPreferred ? -10 : before])
  expect(getPriority(0)).toBe(before)
})

it.runIf(process.platform === 'linux')('leaves a priority as it is that a person has set', async () => {
  expect(await inThread('setPriority(0, 5); asOrdinary(); return [preferThisThread(), getPriority(0)]')).toEqual([false, 5])
})

it.runIf(process.platform === 'linux')(
  'makes what a preferred thread started ordinary again, and says nothing of what has ended',
  async () => {
    const body = `
    preferThisThread()
    const child = require('node:child_process').spawn('sleep', ['5'])
    asOrdinary(child.pid)
    asOrdinary(2 ** 22 + 1)
    const priorities = [getPriority(child.pid)]
    child.kill()
    asOrdinary()
    return [...priorities, getPriority(0)]`
    const expected = Math.max(0, getPriority(0))
    expect(await inThread(body)).toEqual([expected, expected])
  },
)
