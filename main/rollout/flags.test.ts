import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFileProvider } from './file-provider.ts'
import { type FlagFile, openFlagFile } from './flag-file.ts'
import { openFlags } from './flags.ts'

let folder: string
let file: FlagFile

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-flags-'))
  file = openFlagFile(join(folder, 'flags.json'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const deps = () => ({ file, environment: () => 'production' as const, installation: () => 'one' })

it('OpenFeature’s client gets the values with their reasons, and is told of changes', async () => {
  await OpenFeature.setProviderAndWait('flags-test', createFileProvider(deps()))
  const client = OpenFeature.getClient('flags-test')
  expect(await client.getBooleanDetails('meaning-search', false)).toMatchObject({ value: true, reason: 'DEFAULT', variant: 'on' })
  const changed = new Promise<void>((resolve) => client.addHandler(ProviderEvents.ConfigurationChanged, () => resolve()))
  file.update((settings) => ({ ...settings, values: { 'meaning-search': false } }))
  await changed
  expect(await client.getBooleanDetails('meaning-search', true)).toMatchObject({ value: false, reason: 'STATIC', variant: 'off' })
  expect(await client.getBooleanValue('no-such-flag', false)).toBe(false)
  expect(await client.getStringDetails('meaning-search', 'x')).toMatchObject({ value: 'x', errorCode: 'TYPE_MISMATCH' })
})

it('two apps of a process have each their own, and a closed one has no more say', async () => {
  const other = openFlagFile(join(folder, 'other.json'))
  other.update((settings) => ({ ...settings, values: { 'second-request': false } }))
  const [mine, theirs] = [await openFlags(deps()), await openFlags({ ...deps(), file: other })]
  expect((await mine.of('a request')).values['second-request']).toBe(true)
  expect((await theirs.of('a request')).values['second-request']).toBe(false)
  await theirs.dispose()
  expect((await mine.of('a request')).values['second-request']).toBe(true)
  await mine.dispose()
})
