import { highestLabel, type Label } from '#contracts/privacy.ts'
import type { TextWorkers } from './types.ts'

/** The label of a source: what its name says counts as what its text says, because wherever it is shown or sent, its name is too. */
export async function labelOfSource(workers: Pick<TextWorkers, 'scan'>, name: string, text: string, signal?: AbortSignal): Promise<Label> {
  const scanned = await Promise.all([workers.scan(name, signal), workers.scan(text, signal)])
  return highestLabel(scanned.map(({ label }) => label))
}
