import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Job } from '#contracts/jobs.ts'
import { createJobEngine } from '../../main/coordinator/index.ts'
import {
  createTeamEngine,
  parseTeamAddress,
  type TeamEngine,
  type TeamEngineOptions,
  type TeamKey,
} from '../../main/coordinator/team/index.ts'
import type { JobEngine } from '../../main/coordinator/types.ts'
import { createTeamDoor } from '../../main/privacy/egress/index.ts'
import { openStorage } from '../../main/storage/index.ts'
import type { NewLedgerEntry } from '../../main/storage/types.ts'
import { systemClock } from '../../main/system-platform.ts'
import { silentLog } from '../../main/telemetry/index.ts'

/** Where jobs are kept, as another process can be told of it. */
export type SiteAddress = { readonly kind: 'sqlite'; readonly dataDir: string } | { readonly kind: 'postgres'; readonly url: string }

export interface EngineOptions {
  readonly concurrency?: number
  readonly backoff?: { readonly baseMs: number; readonly capMs: number }
  readonly shutdownMs?: number
}

/** A place where jobs are kept, and engines that work on it. */
export interface Site {
  readonly address: SiteAddress
  /** A further engine on the same jobs, as on another machine. */
  engine(options?: EngineOptions): JobEngine
  get(jobId: string): Promise<Job | null>
  dispose(): Promise<void>
}

const BACKOFF = { baseMs: 100, capMs: 200 }

/** Opens a site: `null` makes a new SQLite one. */
export async function openSite(address: SiteAddress | null): Promise<Site> {
  return address?.kind === 'postgres' ? postgresSite(address) : sqliteSite(address)
}

async function sqliteSite(address: { readonly dataDir: string } | null): Promise<Site> {
  const dataDir = address?.dataDir ?? mkdtempSync(join(tmpdir(), 'tidegate-conformance-'))
  const storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
  const engines: JobEngine[] = []
  return {
    address: { kind: 'sqlite', dataDir },
    engine({ concurrency = 4, backoff = BACKOFF, ...options } = {}) {
      const deps = { storage: storage.jobs, clock: systemClock, log: silentLog, random: Math.random }
      const engine = createJobEngine({ ...deps, concurrency, backoff, ...options })
      engines.push(engine)
      return engine
    },
    get: (jobId) => storage.jobs.get(jobId),
    async dispose() {
      for (const engine of engines) await engine.dispose()
      await storage.dispose()
      if (address === null) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** An engine on a team's database, over the real door with a ledger in memory. */
export function teamEngine(url: string, options: Partial<TeamEngineOptions> = {}, ledger: NewLedgerEntry[] = []): TeamEngine {
  const door = createTeamDoor({
    clock: systemClock,
    log: silentLog,
    ledger: {
      append: async (entry) => ({ ...entry, seq: ledger.push(entry), payloadSha256: '', prevHash: '', hash: '' }),
    },
    settings: () => ({ privacyMode: 'balanced', trustedHosts: [], hostedHosts: [], coordinator: { team: { hosts: [] } } }),
  })
  const address = parseTeamAddress(url)
  const key: TeamKey | null = null
  return createTeamEngine({
    ...{ address, password: address.password, socket: (target: { host: string; port: number }) => door.socket(target) },
    ...{ labels: ['public', 'internal'], key, clock: systemClock, log: silentLog, random: Math.random },
    ...{ concurrency: 4, backoff: BACKOFF, pollMs: 100, ...options },
  })
}

function postgresSite(address: { readonly kind: 'postgres'; readonly url: string }): Site {
  const engines: TeamEngine[] = []
  const make = (options: EngineOptions = {}): TeamEngine => {
    const engine = teamEngine(address.url, options)
    engines.push(engine)
    return engine
  }
  let reader: TeamEngine | null = null
  return {
    address,
    engine: make,
    get(jobId) {
      reader ??= make()
      return reader.get(jobId)
    },
    async dispose() {
      for (const engine of engines) await engine.dispose()
    },
  }
}
