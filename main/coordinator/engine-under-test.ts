import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import { type OpenedStorage, openStorage } from '../storage/index.ts'
import { sampleJob } from '../storage/storage-samples.ts'
import type { AddedJob, NewJob } from '../storage/types.ts'
import { systemClock } from '../system-platform.ts'
import { silentLog } from '../telemetry/index.ts'
import type { JobEngineOptions } from './engine-options.ts'
import { createJobEngine } from './job-engine.ts'
import type { JobEngine, JobHandler } from './types.ts'

/** For tests: storage in a folder of its own for each, and engines over it that end with it. */
export interface EngineUnderTest {
  readonly storage: OpenedStorage
  readonly dataDir: string
  /** What is put here ends after the test, the last first. */
  readonly opened: { dispose(): Promise<void> }[]
  engineWith(handler: JobHandler, options?: Partial<JobEngineOptions>): JobEngine
  enqueue(patch?: Partial<NewJob>): Promise<AddedJob>
}

/** Opens before each test of the file that calls it, and hands over what it opened. */
export function engineUnderTest(use: (bench: EngineUnderTest) => void): void {
  let bench: EngineUnderTest | null = null
  beforeEach(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tidegate-jobs-'))
    const storage = await openStorage({ dataDir, mode: 'inline', log: silentLog })
    const opened: EngineUnderTest['opened'] = []
    bench = {
      storage,
      dataDir,
      opened,
      engineWith(handler, options = {}) {
        const defaults = { storage: storage.jobs, clock: systemClock, log: silentLog, concurrency: 2, random: () => 0.5 }
        const engine = createJobEngine({ ...defaults, ...options })
        engine.register('generate', handler)
        opened.push(engine)
        return engine
      },
      enqueue: (patch = {}) => storage.jobs.enqueue(sampleJob({ runAt: Date.now(), createdAt: Date.now(), ...patch })),
    }
    use(bench)
  })
  afterEach(async () => {
    vi.useRealTimers()
    for (const thing of bench?.opened.splice(0).reverse() ?? []) await thing.dispose()
    await bench?.storage.dispose()
    if (bench !== null) rmSync(bench.dataDir, { recursive: true, force: true })
    bench = null
  })
}
