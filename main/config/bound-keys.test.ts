import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBoundKeys, openFileKeyStore, openKeyOrigins } from './index.ts'

const KEY = 'key-of-the-harbour-5f1d0c'
const here = { id: 'hosted', baseUrl: 'https://api.example/v1' }
const there = { id: 'hosted', baseUrl: 'https://elsewhere.example/v1' }
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-bound-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** As at a start: everything is read from the folder and the environment anew. */
const open = (env: Record<string, string> = {}) => createBoundKeys(openFileKeyStore(dataDir, env), openKeyOrigins(dataDir))
const write = (keys: object): void => writeFileSync(join(dataDir, 'keys.json'), JSON.stringify(keys), { mode: 0o600 })

describe('a key', () => {
  it('goes to the origin it was given for, at any path, and to no other, also after a restart', async () => {
    await open().set(here, KEY)
    expect(await open().get(here)).toBe(KEY)
    expect(await open().get({ ...here, baseUrl: 'https://api.example:443/other' })).toBe(KEY)
    for (const baseUrl of [there.baseUrl, 'http://api.example/v1', 'https://api.example:8443/v1', 'https://api.example.evil.example/']) {
      expect(await open().get({ ...here, baseUrl })).toBeNull()
    }
    expect(await open().get(here)).toBe(KEY)
  })

  it('that is entered again goes to the new origin, and no longer to the old one', async () => {
    await open().set(here, KEY)
    await open().set(there, KEY)
    expect(await open().get(there)).toBe(KEY)
    expect(await open().get(here)).toBeNull()
  })

  it('that is held back is said to be so, with both addresses and what to do', async () => {
    await open().set(here, KEY)
    const standing = await open().standing(there)
    expect(standing).toMatchObject({ status: { state: 'none', place: null }, givenFor: 'https://api.example' })
    expect(standing.advice.detail).toBe('The key was given for https://api.example and is not sent to https://elsewhere.example.')
    expect(standing.advice.fix).toContain('tidegate config key hosted')
    expect(await open().standing(here)).toMatchObject({ status: { state: 'ok', place: 'file' }, givenFor: null })
  })

  it('is in no file of addresses, which only its owner can read', async () => {
    await open().set(here, KEY)
    const file = join(dataDir, 'key-origins.json')
    expect(readFileSync(file, 'utf8')).not.toContain(KEY)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })
})

describe('a key that nobody gave', () => {
  it.each<[string, () => Record<string, string>]>([
    ['from the environment', () => ({ TIDEGATE_KEY_HOSTED: KEY })],
    [
      'written into the file by hand',
      () => {
        write({ hosted: KEY })
        return {}
      },
    ],
  ])('%s belongs to the address of the first start', async (_case, prepare) => {
    const env = prepare()
    await open(env).settle([here])
    expect(await open(env).get(there)).toBeNull()
    expect(await open(env).get(here)).toBe(KEY)
  })

  it('is taken for the same address when it replaces another one, and not for a new address', async () => {
    await open().set(here, 'first')
    write({ hosted: KEY })
    expect(await open().get(there)).toBeNull()
    expect(await open().get(here)).toBe(KEY)
  })

  it('from the environment does not follow another key that is stored for another address', async () => {
    const env = { TIDEGATE_KEY_HOSTED: KEY }
    await open(env).settle([here])
    await open(env).set(there, 'anything')
    expect(await open(env).get(there)).toBeNull()
  })

  it('of one provider says nothing about another', async () => {
    await open().set(here, KEY)
    await open().set({ ...there, id: 'other' }, KEY)
    expect(await open().get(there)).toBeNull()
    expect(await open().get({ ...there, id: 'other' })).toBe(KEY)
  })

  it('is not given out when nobody knows any more where it belongs', async () => {
    await open().set(here, KEY)
    writeFileSync(join(dataDir, 'key-origins.json'), '{"salt":')
    await expect(open().get(here)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    writeFileSync(join(dataDir, 'key-origins.json'), '{"origins":{}}')
    await expect(open().get(here)).rejects.toThrow('damaged')
  })
})
