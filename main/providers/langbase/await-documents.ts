import { TidegateError } from '#contracts/errors.ts'
import type { MemoryDocument } from '#contracts/langbase.ts'
import { ProviderError } from '../provider-error.ts'
import { sleep, type Timers } from '../resilience/index.ts'

/** Waits between two looks, ms. Each look counts against the plan's requests a minute, so that they become rarer. */
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000
/** Sum of the waits after which it is given up, ms. */
const PATIENCE_MS = 180_000

/** Looks until a document has been worked on, well or not. Throws NOT_FOUND, PROVIDER_TIMEOUT, what `list` throws, CANCELLED. */
export async function awaitDocuments(
  list: () => Promise<readonly MemoryDocument[]>,
  name: string,
  deps: { readonly signal: AbortSignal; readonly timers: Timers },
): Promise<MemoryDocument> {
  let waited = 0
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 1.5)) {
    const found = (await list()).find((document) => document.name === name)
    if (found === undefined)
      throw new TidegateError('NOT_FOUND', 'The memory has no such document. List its documents to see which it has.')
    if (found.state === 'completed' || found.state === 'failed') return found
    if (waited >= PATIENCE_MS) {
      throw new ProviderError('PROVIDER_TIMEOUT', 'Langbase is still at work on the document. It goes on by itself; look again later.')
    }
    await sleep(wait, deps.signal, deps.timers)
    waited += wait
  }
}
