import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Keeper, openKeeper } from '../store-servers/keeper.ts'
import { type PostgresServer, startPostgres } from '../store-servers/servers.ts'
import { NO_POSTGRES } from './postgres.ts'

const NO_OPENSSL = spawnSync('openssl', ['version']).status === 0 ? null : 'there is no openssl on this machine: apt-get install openssl'
const MISSING = NO_POSTGRES ?? NO_OPENSSL

describe.skipIf(MISSING !== null)(
  MISSING === null ? 'a database that is not on this machine' : `a database that is not on this machine: not run, ${MISSING}`,
  () => {
    let keeper: Keeper
    let server: PostgresServer
    let certFile: string

    beforeAll(async () => {
      keeper = openKeeper()
      const folder = keeper.folder()
      certFile = join(folder, 'cert.pem')
      const keyFile = join(folder, 'key.pem')
      const subject = ['-subj', '/CN=db.team.test', '-addext', 'subjectAltName=DNS:db.team.test']
      execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', keyFile, '-out', certFile, ...subject],
        { stdio: 'ignore' },
      )
      chmodSync(keyFile, 0o600)
      // The server runs as its own user where the tests are root, and must own its key.
      if (process.getuid?.() === 0) {
        const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim())
        chownSync(keyFile, id('-u'), id('-g'))
      }
      server = await startPostgres('full', keeper, { certFile, keyFile })
    })
    afterAll(async () => {
      await server.stop()
      keeper.dispose()
    })

    /** As a process of its own: which authorities it believes is settled when it starts. */
    async function connect(name: string, query: string, env: Record<string, string>): Promise<string> {
      const url = `postgres://tidegate@${name}:${server.port}/postgres${query}`
      const child = spawn(process.execPath, [join(import.meta.dirname, 'tls-process.ts'), url], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let output = ''
      child.stdout.on('data', (chunk) => (output += String(chunk)))
      await once(child, 'close')
      return output.trim()
    }

    it('is spoken to by TLS, under the name that its certificate has', async () => {
      expect(await connect('db.team.test', '', { NODE_EXTRA_CA_CERTS: certFile })).toBe('by TLS: true')
    })

    it.each<[string, string, string, () => Record<string, string>, string]>([
      ['whose certificate nobody vouches for', 'db.team.test', '', () => ({}), 'PROVIDER_NETWORK'],
      ['that has another name', 'other.team.test', '', () => ({ NODE_EXTRA_CA_CERTS: certFile }), 'PROVIDER_NETWORK'],
      ['that is to be spoken to in clear', 'db.team.test', '?sslmode=disable', () => ({ NODE_EXTRA_CA_CERTS: certFile }), 'EGRESS_REFUSED'],
    ])('is not spoken to when it is one %s', async (_case, name, query, env, code) => {
      expect(await connect(name, query, env())).toMatch(new RegExp(`^${code}: .*TLS`))
    })
  },
)
