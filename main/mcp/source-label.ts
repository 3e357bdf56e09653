import type { Source } from '#contracts/sources.ts'
import type { App } from '../app.ts'
import { demandToRead, mayRead } from './grants.ts'

type Deps = Pick<App, 'sources' | 'storage'>
type Settings = Parameters<typeof mayRead>[1]

/**
 * Demands that a client may read a source. Its label counts as it is for who takes the text away: what rules of before found does not hold.
 * Throws NOT_FOUND, and GRANT_NEEDED that says whether waiting helps, too.
 */
export async function demandSource({ sources, storage }: Deps, id: string, settings: Settings): Promise<void> {
  // Says what is wrong where there is none.
  const source = await sources.get(id)
  const [found] = await storage.sources.labelsOfNow(id)
  demandToRead('This source', found?.label ?? 'restricted', settings, unsettled(source, found?.isOutdated ?? false))
}

/** Why a source counts as restricted that nobody has found to be; undefined where its label is its own. */
function unsettled({ labelState }: Source, isOutdated: boolean): string | undefined {
  if (labelState === 'failed') return 'could not be checked and counts as restricted; added again it is checked anew'
  if (labelState === undefined && !isOutdated) return undefined
  const since = isOutdated ? 'was checked by privacy rules that have changed' : 'is not checked yet'
  return `${since} and counts as restricted until it is read; that happens by itself while the app or “tidegate serve” runs, so try again later`
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
