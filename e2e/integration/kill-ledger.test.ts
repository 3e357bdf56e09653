import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { JobSchema } from '#contracts/jobs.ts'
import { type LedgerEntry, LedgerEntrySchema } from '#contracts/privacy.ts'
import { type HostProcess, removeDataDir, startHost } from '../host-process.ts'
import { upTo } from '../how-much.ts'
import { startLangbaseServer } from '../services/index.ts'
import { makeSettledDataDir } from '../settled-database.ts'
import { tidegate } from './command.ts'
import { twoProviders } from './test-app.ts'

const KEY = 'kill-key-123456'
const KILLS = upTo(2, 6)
/** From before the first request is judged to the middle of the answers. */
const SPREAD_MS = 500
const SECRET = '4539 5787 6362 1486'

/** A repeatable sequence of moments, spread over the time that the requests take. */
function momentOf(round: number): number {
  return ((round + ((round * 7_919) % 97) / 97) / KILLS) * SPREAD_MS
}

async function post(host: HostProcess, path: '/generations' | '/scan', body: object): Promise<void> {
  const response = await fetch(`${new URL(host.url).origin}/api${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
  })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
}

/** Jobs that have not come to an end. */
async function underWay(host: HostProcess): Promise<string[]> {
  const response = await fetch(`${new URL(host.url).origin}/api/jobs`, { headers: { authorization: `Bearer ${host.token}` } })
  const jobs = JobSchema.array().parse(await response.json())
  return jobs.map(({ state }) => state).filter((state) => state === 'queued' || state === 'leased' || state === 'running')
}

async function entriesOf(dataDir: string): Promise<LedgerEntry[]> {
  const { stdout } = await tidegate(['ledger', 'export', '--data-dir', dataDir])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => LedgerEntrySchema.parse(JSON.parse(line)))
}

describe('kill -9 while several requests leave', () => {
  it(`every byte that arrived has its entry, moments: ${KILLS}, and nothing restricted is sent by a restart`, {
    timeout: 240_000,
  }, async () => {
    const server = await startLangbaseServer({ key: KEY, frameDelayMs: 20, reply: 'The tide comes in twice a day and goes out again.' })
    const dataDir = makeSettledDataDir({ ...twoProviders({ hosted: server }), coordinator: { concurrency: 4 } }, { hosted: KEY })
    const arrivals: number[] = []
    try {
      for (let round = 0; round < KILLS; round += 1) {
        const host = await startHost(dataDir)
        const before = server.requests.length
        // The moments are those of a host that has read a text before: the first one waits for what it is read with.
        await post(host, '/scan', { text: 'tides' })
        for (let index = 0; index < 4; index += 1) {
          await post(host, '/generations', {
            prompt: `Write a short note on tides, ${round} of ${index}.`,
            sources: [],
            options: { route: 'hosted' },
          })
        }
        await post(host, '/generations', { prompt: `Check the card ${SECRET} for me, ${round}.`, sources: [], options: {} })
        await delay(momentOf(round))
        await host.kill()
        arrivals.push(server.requests.length - before)

        const entries = await entriesOf(dataDir)
        const recorded = new Set(
          entries.filter(({ kind, verdict }) => kind === 'request' && verdict === 'allowed').map(({ payload }) => payload),
        )
        for (const { method, body } of server.requests) {
          if (method === 'POST') expect(recorded.has(body), `round ${round}: a body arrived without an entry`).toBe(true)
        }
        const verified = await tidegate(['ledger', 'verify', '--json', '--data-dir', dataDir])
        expect(verified.exit, verified.stdout).toBe(0)
      }
      const last = await startHost(dataDir)
      await expect.poll(() => underWay(last), { timeout: 20_000, interval: 50 }).toEqual([])
      await last.stop()
      const all = Buffer.concat(server.received).toString('utf8')
      for (const form of [SECRET, SECRET.replaceAll(' ', ''), '4539', Buffer.from(SECRET).toString('base64')])
        expect(all).not.toContain(form)
      // The moments must have met different phases, and requests must have arrived at all.
      expect(new Set(arrivals).size, JSON.stringify(arrivals)).toBeGreaterThan(1)
      expect(server.requests.length).toBeGreaterThan(KILLS)
      const sent = (await entriesOf(dataDir)).filter(({ kind, verdict }) => kind === 'request' && verdict === 'allowed')
      expect(sent.length).toBeGreaterThanOrEqual(server.requests.filter(({ method }) => method === 'POST').length)
    } finally {
      await server.stop()
      removeDataDir(dataDir)
    }
  })
})
