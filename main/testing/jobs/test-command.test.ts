import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestProgress } from '#contracts/test-plan.ts'
import { startTestCommand, type TestCommand } from './test-command.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-test-command-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Starts a program of the test's own in the place of the built command. */
function start(code: string, env: Record<string, string> = {}, stopMs?: number): TestCommand {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(
    join(folder, 'tidegate.js'),
    `const say = (words) => console.log(JSON.stringify({ type: 'failed', error: { code: 'INTERNAL', message: words } }))\n${code}`,
  )
  const build = { version: '0', root: folder, builtDir: folder, rendererDir: folder }
  return startTestCommand(build, env, ['test', 'run'], ...(stopMs === undefined ? [] : [stopMs]))
}

async function wordsOf(command: TestCommand): Promise<string[]> {
  const words: string[] = []
  for await (const message of command.messages) words.push(inWords(message))
  return words
}

const inWords = (message: TestProgress): string => (message.type === 'failed' ? message.error.message : message.type)
/** One that has ended and that nobody has buried yet is not at work any more. */
function isAtWork(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('the command that carries scenarios out', () => {
  it('is given its arguments, and no key of a provider', async () => {
    const command = start(
      'say([process.argv.slice(2), Object.keys(process.env).filter((name) => name.startsWith("TIDEGATE_"))].join(" "))',
      {
        TIDEGATE_KEY: 'a',
        TIDEGATE_KEY_HOSTED: 'b',
        TIDEGATE_LOG: 'warn',
      },
    )
    expect(await wordsOf(command)).toEqual(['test,run TIDEGATE_LOG'])
    expect(await command.ended).toBe(0)
  })

  it('tells its exit code, also when it says nothing, or is not there', async () => {
    const silent = start('process.exitCode = 3')
    expect([await wordsOf(silent), await silent.ended]).toEqual([[], 3])
    const missing = startTestCommand({ version: '0', root: folder, builtDir: join(folder, 'none'), rendererDir: folder }, {}, [])
    expect([await wordsOf(missing), await missing.ended]).toEqual([[], 1])
  })

  it('refuses what is not of its protocol', async () => {
    for (const line of ['no JSON', '{"type":"another"}']) {
      const command = start(`console.log(${JSON.stringify(line)})`)
      await expect(wordsOf(command)).rejects.toThrow()
      await command.ended
    }
  })

  it('ends when it is asked to', async () => {
    // Its standard input ends at the same time, and must not be what ends it.
    const command = start(
      'const alive = setInterval(() => {}, 1000); process.once("SIGTERM", () => { say("stopping"); clearInterval(alive) }); say("ready")',
    )
    const words: string[] = []
    for await (const message of command.messages) {
      words.push(inWords(message))
      command.stop()
    }
    expect([words, await command.ended]).toEqual([['ready', 'stopping'], 0])
  })

  it('hears at its standard input that it is to end', async () => {
    const command = start('process.on("SIGTERM", () => {}).stdin.resume().once("end", () => say("gone")); say("ready")')
    const words: string[] = []
    for await (const message of command.messages) {
      words.push(inWords(message))
      command.stop()
    }
    expect([words, await command.ended]).toEqual([['ready', 'gone'], 0])
  })

  it.runIf(process.platform === 'linux')('is ended with all that it started when it does not stop', async () => {
    const command = start(
      `import { spawn } from 'node:child_process'
       process.on('SIGTERM', () => {})
       const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], { stdio: 'ignore' })
       child.once('spawn', () => say(String(child.pid)))
       setInterval(() => {}, 1000)`,
      {},
      100,
    )
    let pid = 0
    for await (const message of command.messages) {
      pid = Number(inWords(message))
      expect(isAtWork(pid)).toBe(true)
      command.stop()
    }
    expect(await command.ended).toBe(null)
    await expect.poll(() => isAtWork(pid)).toBe(false)
  })
})
