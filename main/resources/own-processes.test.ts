import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createOwnProcesses } from './own-processes.ts'

let procRoot: string
beforeEach(() => {
  procRoot = mkdtempSync(join(tmpdir(), 'tidegate-proc-'))
})
afterEach(() => rmSync(procRoot, { recursive: true, force: true }))

function process(pid: number, name: string, parent: number, ticks: number, command = '', folder = join(procRoot, String(pid))): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'stat'), `${pid} (${name}) S ${parent} 0 0 0 0 0 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 0`)
  writeFileSync(join(folder, 'status'), 'Name:\tx\nVmRSS:\t  204800 kB\n')
  writeFileSync(join(folder, 'cmdline'), command)
}

it('tells of this process, its busy threads and what it started, and of nobody else', async () => {
  let now = 0
  const own = createOwnProcesses({ procRoot, pid: 10, now: () => now })
  const write = (ticks: number): void => {
    process(10, 'tidegate (1)', 1, ticks)
    process(12, 'storage', 1, ticks, '', join(procRoot, '10', 'task', '12'))
    process(13, 'idle', 1, 0, '', join(procRoot, '10', 'task', '13'))
    process(30, 'node', 10, 0, '/opt/out/model-process.js')
    process(31, 'tidegate', 30, 0, '--type=renderer')
    process(99, 'other', 1, ticks)
  }
  write(0)
  expect((await own.read()).map(({ role, cpuPct, rssMb }) => [role, cpuPct, rssMb])).toEqual([
    ['app', null, 200],
    ['model', null, 200],
    ['window', null, 200],
  ])
  now = 1_000
  write(50)
  const second = await own.read()
  expect(second.map(({ name }) => name)).toEqual(['tidegate (1)', 'node', 'tidegate', 'storage'])
  expect(second[0]?.cpuPct).toBeGreaterThan(0)
  expect(second.at(-1)).toMatchObject({ role: 'thread', rssMb: null })
})

it('says nothing where the system tells nothing', async () => {
  expect(await createOwnProcesses({ procRoot: null, pid: 1, now: () => 0 }).read()).toEqual([])
})
