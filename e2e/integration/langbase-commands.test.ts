import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeDataDir, removeDataDir } from '../host-process.ts'
import { type LangbaseServer, startLangbaseServer } from '../services/index.ts'
import { warmTidegate as tidegate } from './command.ts'
import { twoProviders } from './test-app.ts'

let server: LangbaseServer
let dataDir: string
beforeAll(async () => {
  server = await startLangbaseServer({})
  dataDir = makeDataDir(twoProviders({ hosted: server }), { hosted: 'test-key' })
})
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

async function json(args: readonly string[], exit = 0): Promise<unknown> {
  const result = await tidegate([...args, '--json', '--data-dir', dataDir])
  expect(result.exit, result.stderr).toBe(exit)
  return result.stdout === '' ? null : JSON.parse(result.stdout)
}

it('keeps a Langbase account from the command line; what is not public exits as blocked by policy', {
  tags: ['long'],
  timeout: 120_000,
}, async () => {
  expect(await json(['langbase', 'pipes', 'create', 'writer'])).toMatchObject({ name: 'writer', status: 'private' })
  await json(['langbase', 'pipes', 'use', 'writer'])
  expect(await json(['langbase', 'pipes', 'list'])).toMatchObject([{ name: 'test-pipe' }, { name: 'writer', inUse: true }])
  await json(['langbase', 'memory', 'create', 'notes'])
  const [open, secret] = [join(dataDir, 'harbour.md'), join(dataDir, 'contacts.md')]
  writeFileSync(open, 'The harbour opens in May.')
  writeFileSync(secret, 'Call Margaret Ellison, margaret.ellison@northfield.example, +44 20 7946 0958.')
  expect(await json(['langbase', 'memory', 'upload', 'notes', open, '--wait'])).toMatchObject({ name: 'harbour.md', state: 'completed' })
  await json(['langbase', 'memory', 'upload', 'notes', secret], 3)
  expect(await json(['langbase', 'memory', 'documents', 'notes'])).toMatchObject([{ name: 'harbour.md', state: 'completed' }])
  await json(['langbase', 'memory', 'remove', 'notes'])
  const thread = await json(['langbase', 'threads', 'create'])
  expect(thread).toMatchObject({ id: expect.any(String) })
  // Ten processes, one after the other.
})

it('tells what was spent', async () => {
  await json(['generate', '--prompt', 'Write about tides.', '--route', 'hosted'])
  expect(await json(['costs', '--days', '1'])).toMatchObject({ rows: [{ provider: 'hosted', attempts: 1, runs: 1 }], savedUsd: 0 })
  const { stdout } = await tidegate(['costs', '--data-dir', dataDir])
  expect(stdout).toMatch(/This day: \$0\.00\d+ \(stop at \$1\.00\)/)
  await json(['costs', '--days', '0'], 2)
})
