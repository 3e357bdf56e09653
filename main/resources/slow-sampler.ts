import { createRequire } from 'node:module'
import { posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { Gpu } from '#contracts/resources.ts'
import { readAmdCards } from './amd-cards.ts'
import { type Battery, NO_BATTERY, readBattery } from './battery.ts'
import type { MachineRoots } from './machine-reading.ts'
import { readText } from './read-text.ts'

/** What is dear to learn. `memoryAvailableBytes` only where the system's own figure is of no use (macOS counts no cache as free). */
export interface SlowSample {
  readonly gpu: readonly Gpu[]
  readonly battery: Battery
  readonly memoryAvailableBytes: number | null
}

export type SlowSampler = (signal: AbortSignal) => Promise<SlowSample>

/** The library waits for `nvidia-smi`, `system_profiler` or PowerShell, some of them synchronously: hence a thread of its own. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.library).then(async ({ graphics, battery, mem }) => {
  const [cards, power, memory] = await Promise.all([graphics(), battery(), mem()])
  parentPort.postMessage({ controllers: cards.controllers, power, available: memory.available })
})
`

const amount = z.number().nonnegative().nullish()
const ReplySchema = z.object({
  controllers: z.array(
    z.object({ model: z.string().nullish(), vram: amount, memoryTotal: amount, memoryFree: amount, utilizationGpu: amount }),
  ),
  power: z.object({ hasBattery: z.boolean(), isCharging: z.boolean(), acConnected: z.boolean(), percent: amount }),
  available: z.number(),
})

/** A hanging driver tool must not keep its thread for ever (ms). */
const PATIENCE_MS = 20_000

/** Samples GPUs and battery. On Linux without an NVIDIA driver everything (AMD cards too) is read from files and no thread is started. */
export function createSlowSampler(roots: MachineRoots | null): SlowSampler {
  return async (signal) => {
    if (roots !== null) {
      const [battery, amd] = await Promise.all([readBattery(roots.sysRoot), readAmdCards(roots.sysRoot)])
      const hasNvidia = readText(posix.join(roots.procRoot, 'driver/nvidia/version')) !== null
      // The library also lists what has no driver that tells of its memory: only the cards whose files we cannot read are asked for there.
      const nvidia = hasNvidia ? (await askLibrary(signal)).gpu.filter(({ name }) => !/\b(?:amd|ati|radeon)\b/i.test(name)) : []
      return { gpu: [...nvidia, ...amd], battery, memoryAvailableBytes: null }
    }
    const answer = await askLibrary(signal)
    return process.platform === 'darwin' ? answer : { ...answer, memoryAvailableBytes: null }
  }
}

async function askLibrary(signal: AbortSignal): Promise<SlowSample> {
  const library = pathToFileURL(createRequire(import.meta.url).resolve('systeminformation')).href
  const thread = new Worker(THREAD, { eval: true, workerData: { library }, stdout: true, stderr: true })
  thread.unref()
  const ended = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  try {
    const reply = await new Promise<unknown>((resolve, reject) => {
      thread.once('message', resolve)
      thread.once('error', reject)
      thread.once('exit', () => reject(new Error('the sampling thread ended without an answer')))
      ended.addEventListener('abort', () => reject(ended.reason), { once: true })
      if (ended.aborted) reject(ended.reason)
    })
    return toSample(ReplySchema.parse(reply))
  } finally {
    await thread.terminate()
  }
}

function toSample({ controllers, power, available }: z.infer<typeof ReplySchema>): SlowSample {
  return {
    // A card whose free memory is unknown cannot be planned with.
    gpu: controllers.flatMap(({ model, vram, memoryTotal, memoryFree, utilizationGpu }): Gpu[] => {
      const total = memoryTotal ?? vram ?? 0
      if (total === 0) return []
      const utilizationPct = utilizationGpu === null || utilizationGpu === undefined ? null : Math.min(100, utilizationGpu)
      return [{ name: model ?? 'GPU', vramTotalMb: total, vramFreeMb: memoryFree ?? total, utilizationPct }]
    }),
    battery: power.hasBattery
      ? { present: true, charging: power.isCharging || power.acConnected, percent: Math.min(100, power.percent ?? 0) }
      : NO_BATTERY,
    memoryAvailableBytes: available,
  }
}
