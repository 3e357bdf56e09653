import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openConfig } from '../config/index.ts'
import { createLearning } from '../learning/index.ts'
import type { Platform } from '../platform.ts'
import { type OpenedStorage, openStorage } from '../storage/index.ts'
import { silentLog } from '../telemetry/index.ts'
import { openRollout, type RolloutServices } from './index.ts'

let folder: string
let storage: OpenedStorage
let rollout: RolloutServices
let now = 1_000_000

const platform: Platform = {
  clock: { now: () => now, monotonic: () => now },
  ids: { next: (prefix) => `${prefix}_1` },
  log: silentLog,
  env: {},
}

async function open(): Promise<void> {
  const config = openConfig(folder)
  storage = await openStorage({ dataDir: folder, mode: 'inline', log: silentLog })
  const { changes, installation } = createLearning({ store: storage.routing, config, platform, dataDir: folder, announce: () => {} })
  rollout = await openRollout({
    ...{ dataDir: folder, config, changes, installation, platform },
    store: storage.routing,
    tests: async () => 'pass',
    onChange: () => {},
  })
  await rollout.follow()
}
async function close(): Promise<void> {
  await rollout.dispose()
  await storage.dispose()
}
/** Everything that is recorded of flags, the newest first; recorded anew by the start after. */
async function recordedAtNextStart(): Promise<[what: string, before: unknown, after: unknown, note: string][]> {
  await close()
  await open()
  return (await storage.routing.changes(100)).map(({ what, before, after, note }) => [what, JSON.parse(before), JSON.parse(after), note])
}
const byHand = (content: unknown): void => writeFileSync(join(folder, 'flags.json'), JSON.stringify(content))
const ELSEWHERE = expect.stringContaining('in the file itself')

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-record-'))
  now = 1_000_000
  await open()
})
afterEach(async () => {
  await close()
  rmSync(folder, { recursive: true, force: true })
})

it('records what an editor changed in the file of flags, once', async () => {
  byHand({ flags: { 'meaning-search': { production: false } } })
  const change = ['flag', { 'meaning-search': null }, { 'meaning-search': { production: false } }, ELSEWHERE]
  expect(await recordedAtNextStart()).toEqual([change])
  expect(await recordedAtNextStart()).toEqual([change])
  byHand({})
  expect(await recordedAtNextStart()).toEqual([
    ['flag', { 'meaning-search': { production: false } }, { 'meaning-search': null }, ELSEWHERE],
    change,
  ])
})

it('records it while it runs, and nothing a second time that a command has recorded', async () => {
  await rollout.book.set('meaning-search', false)
  const { id } = await rollout.book.start({ flag: 'own-correction', to: false, unit: 'request' } as Parameters<
    typeof rollout.book.start
  >[0])
  for (let stage = 0; stage < 4; stage += 1) await rollout.book.advance(id)
  const before = await storage.routing.changes(100)
  expect(before).toHaveLength(6)
  expect(await recordedAtNextStart()).toHaveLength(6)
  byHand({ flags: {} })
  // What waits to be recorded is, before the app ends.
  await rollout.dispose()
  const added = (await storage.routing.changes(100)).slice(0, -6).map(({ what, note }) => [what, note])
  expect(added).toEqual([
    ['flag', ELSEWHERE],
    ['flag', ELSEWHERE],
  ])
})

it('records no change of a file that cannot be read', async () => {
  writeFileSync(join(folder, 'flags.json'), '{')
  expect(await recordedAtNextStart()).toEqual([])
})
