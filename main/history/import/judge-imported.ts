import type { ScanResult } from '#contracts/privacy.ts'
import type { Log } from '../../platform.ts'
import type { DocumentStore } from '../../storage/types.ts'

const AT_ONCE = 50

/**
 * Gives every imported turn the label that the classifier finds. One that cannot be judged stays restricted. Returns how many were judged;
 * stops early when `signal` aborts, and goes on from there the next time.
 */
export async function judgeImported(deps: {
  store: Pick<DocumentStore, 'unjudged' | 'judged'>
  scan(text: string, signal?: AbortSignal): Promise<ScanResult>
  log: Log
  signal?: AbortSignal
}): Promise<number> {
  let count = 0
  while (true) {
    const waiting = await deps.store.unjudged(AT_ONCE)
    if (waiting.length === 0) return count
    for (const { id, text } of waiting) {
      if (deps.signal?.aborted === true) return count
      await deps.store.judged(id, await labelOf(text, deps))
      count += 1
    }
  }
}

async function labelOf(text: string, { scan, log, signal }: Parameters<typeof judgeImported>[0]): Promise<ScanResult['label']> {
  try {
    return (await scan(text, signal)).label
  } catch (error) {
    signal?.throwIfAborted()
    log.error('import.scan_failed', error)
    return 'restricted'
  }
}
