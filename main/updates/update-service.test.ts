import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import type { UpdateSettings, UpdateState } from '#contracts/updates.ts'
import type { EgressRequest } from '../privacy/egress/types.ts'
import { releaseForTests } from './release-for-tests.ts'
import type { ReleaseStatement } from './release-statement.ts'
import { openUpdateMemory } from './update-memory.ts'
import { createUpdateService, type UpdateDeps } from './update-service.ts'

const PACKAGE = Buffer.alloc(300_000, 'a package ')
const ADDRESS = 'https://updates.example/tidegate/'

let folder: string
let release: ReturnType<typeof releaseForTests>
/** What lies at the address, by name. */
let served: Map<string, Buffer | TidegateError | { status: number }>
let asked: EgressRequest[]
let settings: UpdateSettings
let changed: (() => void)[]
let prepared: string[]
let installs: number
let found: string[]
/** Held back until it resolves. */
let gate: Promise<void>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'updates-'))
  release = releaseForTests(PACKAGE)
  served = new Map<string, Buffer | TidegateError | { status: number }>([
    ['stable.json', Buffer.from(release.signed)],
    ['Tidegate-9.1.0.AppImage', PACKAGE],
  ])
  asked = []
  settings = { look: false, channel: 'stable' }
  changed = []
  prepared = []
  installs = 0
  found = []
  gate = Promise.resolve()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function service(others: Partial<UpdateDeps> = {}) {
  const { arch } = release.statement.files[0] ?? { arch: '' }
  return createUpdateService({
    platform: {
      clock: { now: () => Date.parse('2026-06-01T00:00:00Z'), monotonic: () => 0 },
      log: { debug() {}, info() {}, warn() {}, error: () => 'err_1' },
    },
    egress: {
      async request(request) {
        asked.push(request)
        const what = served.get(request.url.slice(ADDRESS.length))
        if (what instanceof TidegateError) throw what
        const bytes = Buffer.isBuffer(what) ? what : Buffer.alloc(0)
        return {
          status: Buffer.isBuffer(what) ? 200 : (what?.status ?? 404),
          headers: {},
          locality: 'hosted',
          ledgerSeq: 1,
          body: (async function* () {
            for (let from = 0; from < bytes.byteLength; from += 65_536) {
              if (from > 0) await gate
              request.signal.throwIfAborted()
              yield bytes.subarray(from, from + 65_536)
            }
          })(),
          text: async () => bytes.toString('utf8'),
          cancel: async () => {},
        }
      },
    },
    settings: () => settings,
    onSettings(listener) {
      changed.push(listener)
      return () => {}
    },
    source: { address: ADDRESS, keys: [release.publicKey] },
    installed: { version: '9.0.0', platform: 'linux', arch, kind: 'AppImage', seed: 'one' },
    installer: {
      async prepare(_release, { name }, fetchTo) {
        const path = join(folder, name)
        await fetchTo(path)
        prepared.push(path)
      },
      install() {
        installs += 1
      },
    },
    memory: openUpdateMemory(folder),
    onFound: (version) => found.push(version),
    ...others,
  })
}

const serve = (change: Partial<ReleaseStatement>): void => {
  served.set('stable.json', Buffer.from(release.sign({ ...release.statement, ...change })))
}
async function until(updates: { state(): UpdateState }, phase: UpdateState['phase']['name']): Promise<UpdateState> {
  for (let tries = 0; updates.state().phase.name !== phase && tries < 400; tries += 1) await pause(5)
  expect(updates.state().phase.name).toBe(phase)
  return updates.state()
}

describe('new versions', () => {
  it('are offered, fetched when the person wants it, and put in place at their word', async () => {
    const updates = service()
    expect(await updates.look()).toEqual({
      obstacle: null,
      phase: { name: 'offered', version: '9.1.0', notes: 'Drafts are written faster.', bytes: PACKAGE.byteLength },
      lookedAt: Date.parse('2026-06-01T00:00:00Z'),
      isWithdrawn: false,
    })
    expect(asked.map(({ url }) => url)).toEqual([`${ADDRESS}stable.json`])
    expect(updates.download().phase).toEqual({ name: 'fetching', version: '9.1.0', share: 0 })
    expect(updates.install().phase.name).toBe('fetching')
    expect(installs).toBe(0)
    await until(updates, 'ready')
    expect(readFileSync(prepared[0] ?? '')).toEqual(PACKAGE)
    // Nothing takes away what waits for its restart.
    expect((await updates.look()).phase.name).toBe('ready')
    updates.install()
    expect(installs).toBe(1)
    await updates.dispose()
  })

  it('are asked for without a word of who asks, and only by reading', async () => {
    const updates = service()
    await updates.look()
    updates.download()
    await until(updates, 'ready')
    for (const { method, headers, body, credentials, context } of asked) {
      expect({ method, headers, body, credentials }).toEqual({
        method: 'GET',
        headers: { accept: '*/*', 'user-agent': 'Tidegate' },
        body: undefined,
        credentials: undefined,
      })
      expect(context).toMatchObject({ purpose: 'update', decision: null, jobId: null, generationId: null })
    }
    await updates.dispose()
  })

  it.each([
    ['no-desktop', { installed: 'no-desktop' }],
    ['not-packaged', { installed: 'not-packaged' }],
    ['no-address', { source: { address: null, keys: ['x'] } }],
    ['no-address', { source: { address: ADDRESS, keys: [] } }],
  ] as const)('are not asked for where that makes no sense (%s)', async (obstacle, others) => {
    const updates = service(others as Partial<UpdateDeps>)
    expect(await updates.look()).toMatchObject({ obstacle, phase: { name: 'idle' } })
    expect(updates.download().phase.name).toBe('idle')
    expect(asked).toEqual([])
    await updates.dispose()
  })

  it.each([
    ['is not there', { status: 404 }, 'Nothing is announced'],
    ['is another page', Buffer.from('<html>'), 'no release of Tidegate'],
    [
      'cannot be reached',
      new TidegateError('PROVIDER_NETWORK', 'The provider cannot be reached.'),
      'The address for new versions could not be reached',
    ],
    ['may not be asked', new TidegateError('EGRESS_REFUSED', 'Local-only mode is on, so nothing was sent.'), 'Local-only mode is on'],
  ])('say what is wrong where what is announced %s', async (_what, answer, message) => {
    served.set('stable.json', answer)
    const updates = service()
    expect((await updates.look()).phase).toMatchObject({ name: 'failed', error: { message: expect.stringContaining(message) } })
    served.set('stable.json', Buffer.from(release.signed))
    expect((await updates.look()).phase.name).toBe('offered')
    await updates.dispose()
  })

  it('are not believed when they are announced anew as older than before, in a later start as well', async () => {
    const first = service()
    await first.look()
    await first.dispose()
    serve({ issuedAt: '2026-01-01T00:00:00Z' })
    const second = service()
    expect((await second.look()).phase).toMatchObject({
      name: 'failed',
      error: { code: 'UPDATE_REFUSED', message: expect.stringContaining('is older than') },
    })
    serve({ issuedAt: '2026-01-03T00:00:00Z', percent: 0 })
    expect((await second.look()).phase).toEqual({ name: 'later', version: '9.1.0' })
    await second.dispose()
  })

  it('of another channel are refused, and that channel is asked where the settings say so', async () => {
    serve({ channel: 'beta' })
    const updates = service()
    expect((await updates.look()).phase).toMatchObject({ name: 'failed', error: { message: expect.stringContaining('another channel') } })
    settings = { look: false, channel: 'beta' }
    served.set('beta.json', Buffer.from(release.sign({ ...release.statement, channel: 'beta' })))
    expect((await updates.look()).phase.name).toBe('offered')
    await updates.dispose()
  })

  it('tell who runs a version that was taken back, until they run another', async () => {
    serve({ withdrawn: ['9.0.0'], percent: 1 })
    const updates = service()
    expect(await updates.look()).toMatchObject({ isWithdrawn: true, phase: { name: 'offered' } })
    await updates.dispose()
    expect(service().state().isWithdrawn).toBe(true)
    const { arch } = release.statement.files[0] ?? { arch: '' }
    expect(service({ installed: { version: '9.1.0', platform: 'linux', arch, kind: 'AppImage', seed: 'one' } }).state().isWithdrawn).toBe(
      false,
    )
  })

  it.each([
    ['another file', Buffer.alloc(300_000, 'a virus!! '), 'not the one that was announced'],
    ['a longer file', Buffer.concat([PACKAGE, Buffer.from('!')]), 'larger than announced'],
    ['a shorter file', PACKAGE.subarray(0, 200_000), 'broke off'],
    ['no file', { status: 503 }, 'status 503'],
  ])('are not taken from %s, and nothing of it stays', async (_what, file, message) => {
    served.set('Tidegate-9.1.0.AppImage', file)
    const updates = service()
    await updates.look()
    updates.download()
    expect((await until(updates, 'failed')).phase).toMatchObject({
      error: { code: 'UPDATE_REFUSED', message: expect.stringContaining(message) },
    })
    expect(prepared).toEqual([])
    expect(() => readFileSync(join(folder, 'Tidegate-9.1.0.AppImage'))).toThrow('ENOENT')
    updates.install()
    expect(installs).toBe(0)
    await updates.dispose()
  })

  it('can be stopped while they are fetched, and fetched again', async () => {
    const held = Promise.withResolvers<void>()
    gate = held.promise
    const updates = service()
    await updates.look()
    updates.download()
    updates.stop()
    held.resolve()
    expect((await until(updates, 'offered')).phase).toMatchObject({ version: '9.1.0' })
    updates.download()
    await until(updates, 'ready')
    await updates.dispose()
  })

  it('are told to whoever watches, the newest state where they are slow', async () => {
    const updates = service()
    const end = new AbortController()
    const seen: string[] = []
    const watching = (async () => {
      for await (const { phase } of updates.watch(end.signal)) {
        seen.push(phase.name)
        if (phase.name === 'ready') end.abort()
      }
    })()
    await updates.look()
    updates.download()
    await watching
    expect(seen[0]).toBe('idle')
    expect(seen.at(-1)).toBe('ready')
    await updates.dispose()
  })

  it('are looked for twice a day where that is on, and told once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      settings = { look: true, channel: 'stable' }
      const updates = service()
      updates.start()
      await vi.advanceTimersByTimeAsync(110_000)
      expect(asked).toHaveLength(0)
      await vi.advanceTimersByTimeAsync(10_000)
      expect([asked.length, found]).toEqual([1, ['9.1.0']])
      await vi.advanceTimersByTimeAsync(24 * 3_600_000)
      expect([asked.length, found]).toEqual([3, ['9.1.0']])
      settings = { look: false, channel: 'stable' }
      for (const tell of changed) tell()
      await vi.advanceTimersByTimeAsync(48 * 3_600_000)
      expect(asked).toHaveLength(3)
      await updates.dispose()
    } finally {
      vi.useRealTimers()
    }
  })

  it('are not fetched while another look may find others', async () => {
    const updates = service()
    await updates.look()
    const again = updates.look()
    expect(updates.download().phase.name).toBe('looking')
    expect((await again).phase.name).toBe('offered')
    expect(updates.download().phase.name).toBe('fetching')
    await until(updates, 'ready')
    await updates.dispose()
  })

  it('that a person looked for are not told twice', async () => {
    const updates = service()
    await updates.look()
    expect(found).toEqual([])
    await updates.dispose()
  })

  it('of a channel that was left are not offered any more', async () => {
    const updates = service()
    updates.start()
    await updates.look()
    settings = { look: false, channel: 'beta' }
    for (const tell of changed) tell()
    expect(updates.state().phase.name).toBe('idle')
    expect(updates.download().phase.name).toBe('idle')
    await updates.dispose()
  })
})
