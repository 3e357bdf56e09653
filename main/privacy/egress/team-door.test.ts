import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { NewLedgerEntry } from '../../storage/types.ts'
import { systemClock } from '../../system-platform.ts'
import { silentLog } from '../../telemetry/index.ts'
import { createTeamDoor } from './team-door.ts'
import { judgeTeamAddress, type TeamDoorSettings } from './team-policy.ts'

const SETTINGS: TeamDoorSettings = { privacyMode: 'balanced', trustedHosts: [], hostedHosts: [], coordinator: { team: { hosts: [] } } }
const withHosts = (...hosts: string[]): TeamDoorSettings => ({ ...SETTINGS, coordinator: { team: { hosts } } })
const url = new URL('http://db.example:5432')

describe('where a team’s database may be', () => {
  it.each<[string, readonly string[], TeamDoorSettings, object]>([
    ['this machine, in clear', ['127.0.0.1'], SETTINGS, { allowed: true, mustEncrypt: false }],
    [
      'a trusted host in the own network, by TLS',
      ['10.1.2.3'],
      { ...SETTINGS, trustedHosts: ['db.example'] },
      { allowed: true, mustEncrypt: true },
    ],
    ['a host of the team, by TLS', ['203.0.113.9'], withHosts('db.example:5432'), { allowed: true, mustEncrypt: true }],
    ['nowhere else', ['203.0.113.9'], SETTINGS, { allowed: false, reason: 'TEAM_HOST_NOT_ALLOWED' }],
    ['not on another port', ['203.0.113.9'], withHosts('db.example:6000'), { allowed: false, reason: 'TEAM_HOST_NOT_ALLOWED' }],
    ['not where a trusted name leads out', ['203.0.113.9'], { ...SETTINGS, trustedHosts: ['db.example'] }, { allowed: false }],
    ['not where a tunnel on this machine leads out', ['127.0.0.1'], { ...SETTINGS, hostedHosts: ['127.0.0.1:5432'] }, { allowed: false }],
    [
      'not outside in local-only mode',
      ['203.0.113.9'],
      { ...withHosts('db.example'), privacyMode: 'local-only' },
      { reason: 'LOCAL_ONLY_MODE' },
    ],
    ['never at a metadata address', ['169.254.169.254'], withHosts('db.example'), { reason: 'ADDRESS_FORBIDDEN' }],
    ['not where no address is', [], withHosts('db.example'), { reason: 'NAME_NOT_FOUND' }],
  ])('%s', (_case, addresses, settings, verdict) => {
    expect(judgeTeamAddress(url, addresses, settings)).toMatchObject(verdict)
  })
})

describe('a connection', () => {
  let server: Server | null = null
  afterEach(async () => {
    const open = server
    server = null
    if (open !== null) await new Promise((done) => open.close(done))
  })

  async function listening(onBytes: (bytes: Buffer) => void): Promise<number> {
    server = createServer((socket) => socket.on('data', onBytes).on('error', () => {}))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }
  function door(settings: TeamDoorSettings, resolve?: () => Promise<readonly string[]>) {
    const entries: NewLedgerEntry[] = []
    const closed = Promise.withResolvers<NewLedgerEntry>()
    const ledger = {
      append: async (entry: NewLedgerEntry) => {
        entries.push(entry)
        if (entry.kind === 'outcome') closed.resolve(entry)
        return { ...entry, seq: entries.length, payloadSha256: '', prevHash: '', hash: '' }
      },
    }
    const deps = { clock: systemClock, log: silentLog, ledger, settings: () => settings }
    return { entries, closed: closed.promise, door: createTeamDoor(resolve === undefined ? deps : { ...deps, resolve }) }
  }

  it('is in the ledger before it is open, and with its bytes when it is closed', async () => {
    const got = Promise.withResolvers<string>()
    const port = await listening((bytes) => got.resolve(bytes.toString()))
    const { entries, closed, door: opened } = door(SETTINGS)
    const socket = opened.socket({ host: '127.0.0.1', port })
    // What a driver passes leads nowhere.
    socket.connect(1, 'elsewhere.example')
    await once(socket, 'connect')
    expect(entries).toMatchObject([{ purpose: 'team', method: 'CONNECT', destination: `postgres://127.0.0.1:${port}`, verdict: 'allowed' }])
    socket.write('hello')
    expect(await got.promise).toBe('hello')
    socket.end()
    expect(await closed).toMatchObject({ kind: 'outcome', requestSeq: 1, bytesOut: 5 })
  })

  it('that nobody takes is in the ledger as not sent', async () => {
    const port = await listening(() => {})
    const gone = server
    server = null
    if (gone !== null) await new Promise((done) => gone.close(done))
    const { closed, door: opened } = door(SETTINGS)
    const socket = opened.socket({ host: '127.0.0.1', port })
    socket.connect(port)
    await once(socket, 'error')
    expect(await closed).toMatchObject({ kind: 'outcome', requestSeq: 1, reason: 'NOT_SENT', bytesOut: 0 })
  })

  it('has its end in the ledger before the door is closed for good, also where it was still open', async () => {
    const port = await listening(() => {})
    const { entries, door: opened } = door(SETTINGS)
    for (const ends of [true, false]) {
      const socket = opened.socket({ host: '127.0.0.1', port })
      socket.connect(port)
      await once(socket, 'connect')
      if (ends) socket.end()
    }
    await opened.dispose()
    expect(entries.map(({ kind }) => kind)).toEqual(['request', 'request', 'outcome', 'outcome'])
  })

  it('that is not allowed is refused with what to do, and is in the ledger', async () => {
    const { entries, door: opened } = door(SETTINGS, async () => ['203.0.113.9'])
    const socket = opened.socket({ host: 'db.example', port: 5432 })
    socket.connect(5432)
    const [error] = await once(socket, 'error')
    expect(error).toMatchObject({ code: 'EGRESS_REFUSED', message: expect.stringContaining('coordinator.team.hosts') })
    expect(entries).toMatchObject([{ verdict: 'refused', reason: 'TEAM_HOST_NOT_ALLOWED', bytesOut: 0 }])
  })

  it('to another host sends nothing in clear but the wish to encrypt', async () => {
    const bytes: Buffer[] = []
    const first = Promise.withResolvers<void>()
    const port = await listening((chunk) => {
      bytes.push(chunk)
      first.resolve()
    })
    // Not only this machine answers to the name, so it is treated as outside.
    const { door: opened } = door(withHosts('db.example'), async () => ['127.0.0.1', '198.51.100.7'])
    const socket = opened.socket({ host: 'db.example', port })
    socket.connect(port)
    await once(socket, 'connect')
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]))
    await first.promise
    socket.write('SELECT 1')
    const [error] = await once(socket, 'error')
    expect(error).toMatchObject({ code: 'EGRESS_REFUSED', message: expect.stringContaining('TLS') })
    expect(Buffer.concat(bytes)).toHaveLength(8)
  })
})
