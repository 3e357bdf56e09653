import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import type { CliContext, CommonOptions } from '../context.ts'

/** Benchmarks and the file under `bench/` that runs each. They need the sources: a packaged app has none. */
const BENCHES: Readonly<Record<string, string>> = {
  privacy: 'privacy/run.ts',
  routing: 'routing/run.ts',
  stream: 'stream/run.ts',
  strategies: 'strategies/run.ts',
  index: 'index/run.ts',
  queue: 'queue/run.ts',
  'queue-load': 'queue-load/run.ts',
  crash: 'crash/run.ts',
  locks: 'locks/run.ts',
}

interface BenchOptions extends CommonOptions {
  readonly data?: string
  readonly peers?: string
  readonly limit?: string
  readonly parts?: string
  readonly megabytes?: string
  readonly rounds?: string
  readonly quick?: boolean
  readonly installServers?: boolean
  readonly kills?: string
  readonly seconds?: string
  readonly jobs?: string
}

/** `bench NAME`: runs it as a process of its own and ends as it does. */
export async function bench(context: CliContext, name: string, options: BenchOptions): Promise<number> {
  const script = BENCHES[name]
  if (script === undefined) {
    throw new TidegateError('BAD_INPUT', `There is no benchmark ${name}. There is: ${Object.keys(BENCHES).join(', ')}.`)
  }
  const file = join(context.resourcesDir, '..', 'bench', script)
  if (!existsSync(file)) throw new TidegateError('NOT_FOUND', 'Benchmarks run from a checkout of the sources, and this is none.')
  const args = [
    ...(options.data === undefined ? [] : ['--data', resolve(options.data)]),
    ...(options.peers === undefined ? [] : ['--peers', options.peers]),
    ...(options.limit === undefined ? [] : ['--limit', options.limit]),
    ...(options.parts === undefined ? [] : ['--parts', options.parts]),
    ...(options.megabytes === undefined ? [] : ['--megabytes', options.megabytes]),
    ...(options.rounds === undefined ? [] : ['--rounds', options.rounds]),
    ...(options.quick === true ? ['--quick'] : []),
    ...(options.installServers === true ? ['--install-servers'] : []),
    ...(options.kills === undefined ? [] : ['--kills', options.kills]),
    ...(options.seconds === undefined ? [] : ['--seconds', options.seconds]),
    ...(options.jobs === undefined ? [] : ['--jobs', options.jobs]),
    ...(options.json === true ? ['--json'] : []),
  ]
  const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' })
  // Ctrl-C reaches both; what ends only this process must not leave the other one at work.
  const pass = (): void => void child.kill('SIGTERM')
  process.once('SIGTERM', pass)
  return new Promise<number>((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => done(code ?? EXIT.failure))
  }).finally(() => process.off('SIGTERM', pass))
}
