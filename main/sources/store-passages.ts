import type { SourceStore, StoredPassage } from '../storage/source-store.ts'
import { type CutText, cutPassages } from './passages/index.ts'

/** Characters that are handed to storage at a time: few enough that whoever waits behind them waits some milliseconds. */
const BATCH_CHARS = 64_000

/** Cuts a text and makes it searchable, piece by piece. Throws the signal's reason. */
export async function storePassages(
  store: Pick<SourceStore, 'append' | 'indexed'>,
  id: string,
  source: CutText,
  { signal, onProgress = () => {} }: { signal: AbortSignal; onProgress?: (share: number) => void },
): Promise<void> {
  let batch: StoredPassage[] = []
  let chars = 0
  for (const passage of cutPassages(source)) {
    const text = source.text.slice(passage.start, passage.end)
    batch.push({ ...passage, text })
    chars += text.length
    if (chars < BATCH_CHARS) continue
    signal.throwIfAborted()
    await store.append(id, batch)
    onProgress(passage.end / source.text.length)
    batch = []
    chars = 0
  }
  signal.throwIfAborted()
  if (batch.length > 0) await store.append(id, batch)
  await store.indexed(id)
}

/** Takes passages away, piece by piece. */
export async function clearPassages(store: Pick<SourceStore, 'shrink'>, id: string, signal?: AbortSignal): Promise<void> {
  do signal?.throwIfAborted()
  while ((await store.shrink(id, 64)) > 0)
}
