import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KEY_PLACES, KEY_STATES } from '#contracts/keys.ts'
import { createBoundKeys, createKeyService, keyAdvice, openConfig, openFileKeyStore, openKeyOrigins } from './index.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-keys-'))
  const provider = { id: 'hosted', kind: 'openai-compatible', baseUrl: 'https://api.example.com/v1', model: 'm' }
  writeFileSync(join(dataDir, 'config.json'), JSON.stringify({ providers: [provider] }))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const service = (onChanged = vi.fn()) => {
  const keys = openFileKeyStore(dataDir, {})
  return createKeyService({ keys, bound: createBoundKeys(keys, openKeyOrigins(dataDir)), config: openConfig(dataDir), onChanged })
}

describe('storing a key', () => {
  it('is for providers of the settings, and is told', async () => {
    const onChanged = vi.fn()
    expect(await service(onChanged).set({ providerId: 'hosted', key: 'k', place: 'file' })).toEqual({ state: 'ok', place: 'file' })
    expect(onChanged).toHaveBeenCalledTimes(1)
    expect(await openFileKeyStore(dataDir, {}).status('hosted')).toEqual({ state: 'ok', place: 'file' })
    await expect(service().set({ providerId: 'other', key: 'k', place: 'file' })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  it('in a keychain is refused by a host that has none, and nothing is written', async () => {
    await expect(service().set({ providerId: 'hosted', key: 'k', place: 'keychain' })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(service().importFile()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await openFileKeyStore(dataDir, {}).status('hosted')).toEqual({ state: 'none', place: null })
  })
})

describe('what is said of a key', () => {
  const all = KEY_STATES.flatMap((state) => [null, ...KEY_PLACES].map((place) => ({ state, place })))
  it.each(all)('$state in $place: what is so, and what to do unless all is well', (status) => {
    const { detail, fix } = keyAdvice(status, 'hosted')
    expect(detail).toMatch(/\.$/)
    expect(fix === '').toBe(status.state === 'ok')
  })
})
