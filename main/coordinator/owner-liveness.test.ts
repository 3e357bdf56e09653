import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { isOwnerAlive, newOwner } from './owner-liveness.ts'

describe('whether an owner lives', () => {
  it('knows this process, under each of its names', () => {
    expect(newOwner()).not.toBe(newOwner())
    expect(isOwnerAlive(newOwner())).toBe(true)
  })

  it('knows that a killed process is dead, also before its parent has taken notice', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
    await once(child, 'spawn')
    const owner = `${child.pid}:-:nonce`
    expect(isOwnerAlive(owner)).toBe('unknown')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(isOwnerAlive(owner)).toBe(false)
  })

  it('is not taken in by a process that got the number of a dead one', () => {
    const [pid, start = '', nonce] = newOwner().split(':')
    const reused = isOwnerAlive(`${pid}:1${start}:${nonce}`)
    // Without start times (other systems than Linux) the same number in this very process counts as alive.
    expect(reused).toBe(process.platform !== 'linux')
  })

  it.each(['', 'worker-1', '0:1:x', '-4:1:x', '1.5:1:x'])('says that it does not know %j', (owner) => {
    expect(isOwnerAlive(owner)).toBe('unknown')
  })
})
