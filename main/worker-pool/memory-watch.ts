import type { Worker } from 'node:worker_threads'

/** How often a thread is asked what it holds, ms. It answers in the middle of a loop, too. */
const LOOK_MS = 100

/**
 * Ends threads that hold more than `mostMb` outside of their heap, where what a file unpacks to lies and which no limit of a thread's heap
 * bounds: one file could otherwise take what the whole machine has. Looks only while there is work. Before Node 22.16 a thread cannot be
 * asked; there the files' own bounds are all there is.
 */
export function createMemoryWatch(threads: () => readonly Worker[], mostMb: number) {
  let working = 0
  let timer: NodeJS.Timeout | null = null

  async function look(thread: Worker): Promise<void> {
    if (typeof thread.getHeapStatistics !== 'function') return
    const { external_memory: bytes } = await thread.getHeapStatistics()
    if (bytes > mostMb * 1024 * 1024) await thread.terminate()
  }

  return {
    /** Work has begun; to be called once with the work's end, too. */
    begin(): () => void {
      working += 1
      timer ??= setInterval(() => {
        // One that ends meanwhile has nothing to say.
        for (const thread of threads()) look(thread).catch(() => undefined)
      }, LOOK_MS)
      return () => {
        working -= 1
        if (working > 0 || timer === null) return
        clearInterval(timer)
        timer = null
      }
    },
  }
}
