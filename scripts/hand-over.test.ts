import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const module = fileURLToPath(new URL('hand-over.mjs', import.meta.url))

/** A process that hands over to one that runs `script`, which says `ready`. */
async function started(script: string) {
  const outer = `import { handOver } from ${JSON.stringify(module)}; handOver(process.execPath, ['-e', ${JSON.stringify(script)}])`
  const child = spawn(process.execPath, ['--input-type=module', '-e', outer], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  // The stream ends when nobody holds it any more: neither this process nor the one behind it.
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  await once(child.stdout, 'data')
  return { child, closed, output: () => output }
}

const endsInOrder = (signal: string): string =>
  `process.on('${signal}', () => { console.log('put away'); process.exit(7) }); setTimeout(() => process.exit(9), 20000); console.log('ready')`

describe('a command under another Node', () => {
  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('is told of %s, ends in order, and its exit code is kept', async (signal) => {
    const { child, closed, output } = await started(endsInOrder(signal))
    child.kill(signal)
    expect(await closed).toEqual([7, null])
    expect(output()).toBe('ready\nput away\n')
  })

  it('is seen to have been ended by what ended it', async () => {
    const { child, closed } = await started(`setTimeout(() => process.exit(9), 20000); console.log('ready')`)
    child.kill('SIGTERM')
    expect(await closed).toEqual([null, 'SIGTERM'])
  })
})
