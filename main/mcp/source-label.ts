import type { Label } from '#contracts/privacy.ts'
import type { Source } from '#contracts/sources.ts'
import type { App } from '../app.ts'
import { mayRead } from './grants.ts'

type Deps = Pick<App, 'sources' | 'storage'>
type Settings = Parameters<typeof mayRead>[1]

/** The label of a source that counts for who takes its text away: what rules of before found does not hold. Throws NOT_FOUND. */
export async function sourceLabel({ sources, storage }: Deps, id: string): Promise<Label> {
  // Says what is wrong where there is none.
  await sources.get(id)
  const [found] = await storage.sources.labelsOfNow(id)
  return found?.label ?? 'restricted'
}

/** Sources that a client may read, with that label; `withheld` counts the others. */
export async function readableSources({ sources, storage }: Deps, settings: Settings): Promise<{ sources: Source[]; withheld: number }> {
  const all = await sources.list()
  // Asked for after the list: a rule that comes in between counts.
  const labels = new Map((await storage.sources.labelsOfNow()).map(({ id, label }) => [id, label]))
  const readable = all.flatMap((source) => {
    const label = labels.get(source.id)
    return label !== undefined && mayRead(label, settings) ? [{ ...source, label }] : []
  })
  return { sources: readable, withheld: all.length - readable.length }
}
