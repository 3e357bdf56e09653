import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openConfig } from '../config/index.ts'
import { type OpenedStorage, openStorage } from '../storage/index.ts'
import { silentLog } from '../telemetry/index.ts'
import { type ChangeLog, createChangeLog } from './change-log.ts'

let dataDir: string
let storage: OpenedStorage
let changes: ChangeLog
const clock = { now: () => 7, monotonic: () => 7 }
const open = (): ChangeLog => createChangeLog({ store: storage.routing, config: openConfig(dataDir), clock, log: silentLog })

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-changes-'))
  storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  changes = open()
})
afterEach(async () => {
  await changes.dispose()
  await storage.dispose()
  rmSync(dataDir, { recursive: true })
})

it('has nothing to say of settings that are as built in', async () => {
  await changes.follow()
  expect(await changes.list(10)).toEqual([])
})

it('records what was changed while nobody listened, once', async () => {
  openConfig(dataDir).set('routing.prefer', 'speed')
  await changes.follow()
  await open().follow()
  expect((await changes.list(10)).map(({ what, note }) => [what, note])).toEqual([['weights', 'Changed while the app was not running.']])
})

it('keeps settings that have nothing to do with routing out of the record', async () => {
  await changes.follow()
  openConfig(dataDir).set('budgetUsdPerDay', 3)
  await changes.dispose()
  await changes.follow()
  expect(await changes.list(10)).toEqual([])
})

it('takes back a change of settings, but not of what was learnt', async () => {
  openConfig(dataDir).set('privacyMode', 'local-only')
  await changes.follow()
  await changes.record('calibration', { version: 0 }, { version: 1 }, 'Learnt.')
  expect(await changes.revert(1)).toMatchObject({ what: 'policy', note: 'Took back change 1.' })
  expect(openConfig(dataDir).get().privacyMode).toBe('balanced')
  await expect(changes.revert(2)).rejects.toMatchObject({ code: 'BAD_INPUT' })
})
