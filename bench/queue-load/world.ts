import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Coordination, createCoordination } from '../../main/coordinator/coordination.ts'
import type { KeepingRules } from '../../main/coordinator/history-keeper.ts'
import { createResourceMonitor } from '../../main/resources/index.ts'
import type { ResourceMonitor } from '../../main/resources/types.ts'
import { DEFAULT_LIMITS, type MachineLimits } from '../../main/routing/index.ts'
import { type NewJob, type OpenedStorage, openStorage } from '../../main/storage/index.ts'
import { createIds, systemClock } from '../../main/system-platform.ts'
import { silentLog } from '../../main/telemetry/index.ts'

export interface World {
  readonly folder: string
  readonly storage: OpenedStorage
  readonly resources: ResourceMonitor
  readonly coordination: Coordination
}

const HISTORY: KeepingRules = { succeededDays: 30, otherDays: 30, keepSucceeded: 100_000 }

/** Background work as the app has it (storage and sampling in threads of their own), in an empty folder that is gone afterwards. */
export async function withWorld<T>(
  {
    concurrency = 4,
    history = HISTORY,
    machine = DEFAULT_LIMITS,
  }: { concurrency?: number; history?: KeepingRules; machine?: MachineLimits },
  use: (world: World) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-load-'))
  const storage = await openStorage({ dataDir: folder, mode: 'thread', log: silentLog })
  const resources = createResourceMonitor({ clock: systemClock, log: silentLog, thread: { file: null } })
  const coordination = createCoordination({
    platform: { clock: systemClock, ids: createIds(systemClock), log: silentLog, env: {} },
    ...{ storage: storage.jobs, resources, mode: 'host' },
    settings: () => ({ machine, coordinator: { concurrency, history } }),
  })
  try {
    return await use({ folder, storage, resources, coordination })
  } finally {
    await coordination.dispose()
    await resources.dispose()
    await storage.dispose()
    rmSync(folder, { recursive: true, force: true })
  }
}

let jobs = 0

export function newJob(kind: string, patch: Partial<NewJob> = {}): NewJob {
  const now = Date.now()
  jobs += 1
  return { id: `job_${jobs}`, kind, subject: '', priority: 0, runAt: now, createdAt: now, maxAttempts: 3, label: 'public', ...patch }
}
