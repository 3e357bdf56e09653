import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

export const WorkerOptionsSchema = z.object({
  dataDir: z.string(),
  port: z.number(),
  leaseMs: z.number(),
  heartbeatMs: z.number(),
  concurrency: z.number(),
})
export type WorkerOptions = z.infer<typeof WorkerOptionsSchema>

/** A job that began: ms since the process was told to work, how many of them it took to open the database, and whether the process that held it before was still there. */
export interface Started {
  readonly job: string
  readonly afterMs: number
  readonly openMs: number
  readonly rivalAlive: boolean
}

export interface WorkerProcess {
  readonly child: ChildProcess
  readonly started: readonly Started[]
  /** It has loaded, and waits to be told. */
  readonly ready: Promise<void>
  /** It works. */
  readonly begun: Promise<void>
  readonly exited: Promise<NodeJS.Signals | null>
  /** Begins to work; `rival` is the owner whose jobs it may take over. */
  begin(rival?: string): void
  /** Resolves once `isMet` holds of what it has started; rejects when the process ends before. */
  until(isMet: (started: readonly Started[]) => boolean): Promise<void>
}

export function spawnWorker(options: WorkerOptions): WorkerProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts'), JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const started: Started[] = []
  const ready = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const waits = new Set<() => void>()
  const exited = once(child, 'exit').then(([, signal]) => {
    for (const wake of waits) wake()
    return typeof signal === 'string' ? (signal as NodeJS.Signals) : null
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word, job = '', afterMs = '', openMs = '', rivalAlive] = line.split(' ')
    if (word === 'ready') ready.resolve()
    if (word === 'begun') begun.resolve()
    if (word === 'start') started.push({ job, afterMs: Number(afterMs), openMs: Number(openMs), rivalAlive: rivalAlive === 'true' })
    for (const wake of waits) wake()
  })
  child.stdin.on('error', () => {
    // It was killed before it read what it was told.
  })
  return {
    child,
    started,
    ready: ready.promise,
    begun: begun.promise,
    exited,
    begin: (rival = '') => child.stdin.write(`${rival}\n`),
    until(isMet) {
      return new Promise((resolve, reject) => {
        const wake = (): void => {
          const isDead = child.exitCode !== null || child.signalCode !== null
          if (!isMet(started) && !isDead) return
          waits.delete(wake)
          if (isMet(started)) resolve()
          else reject(new Error('the worker ended before'))
        }
        waits.add(wake)
        wake()
      })
    },
  }
}
