import { useEffect, useMemo, useState } from 'react'
import { useApp, useGeneration, usePalette, useSources, useTemplates } from '../../state/app-context.ts'
import { draftEntry, type Entry, type EntryGroup, entriesOf, listed } from './entries.ts'

/** Shorter words are in too many drafts to be worth asking the core. */
const SEARCH_FROM = 3
const SEARCH_AFTER_MS = 150
const SEARCHED = 8

interface PaletteSearch {
  readonly query: string
  readonly groups: readonly EntryGroup[]
  /** The line that Enter does, counted over all groups. */
  readonly active: number
  readonly searching: boolean
  setQuery(query: string): void
  setActive(index: number): void
}

/** What the palette lists while one types: what is known here at once, older drafts as soon as the core has found them. */
export function usePaletteSearch(): PaletteSearch {
  const app = useApp()
  const recent = usePalette((s) => s.recent)
  const sources = useSources((s) => s.sources)
  const templates = useTemplates((s) => s.templates)
  const history = useGeneration((s) => s.history)
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const { older, searching } = useOlderDrafts(query)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the entries are made from
  const here = useMemo(() => entriesOf(app), [app, sources, templates, history])
  const groups = useMemo(() => {
    const known = new Set(here.map(({ id }) => id))
    return listed([...here, ...older.filter(({ id }) => !known.has(id))], query, recent)
  }, [here, older, query, recent])
  return {
    query,
    groups,
    active,
    searching,
    setQuery(next) {
      setQuery(next)
      setActive(0)
    },
    setActive,
  }
}

/** Drafts beyond those that are loaded, by their titles and texts. */
function useOlderDrafts(query: string): { readonly older: readonly Entry[]; readonly searching: boolean } {
  const { connection } = useApp()
  const [found, setFound] = useState<{ readonly query: string; readonly older: readonly Entry[] }>({ query: '', older: [] })
  const asked = query.trim().length < SEARCH_FROM ? '' : query.trim()
  useEffect(() => {
    if (asked === '') return
    let stale = false
    const timer = setTimeout(async () => {
      const older = await searchDrafts(() => connection.api().history.search({ query: asked, limit: SEARCHED }))
      if (!stale) setFound({ query: asked, older })
    }, SEARCH_AFTER_MS)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [asked, connection])
  return { older: found.query === asked ? found.older : [], searching: asked !== '' && found.query !== asked }
}

interface Hits {
  readonly hits: ReadonlyArray<{ readonly generationId: string | null; readonly title: string }>
}

/** Without a connection older drafts cannot be found, and the banner says why. */
async function searchDrafts(search: () => Promise<Hits>): Promise<Entry[]> {
  const { hits } = await Promise.try(search).catch((): Hits => ({ hits: [] }))
  const byId = new Map(hits.flatMap(({ generationId, title }) => (generationId === null ? [] : [[generationId, title] as const])))
  return [...byId].map(([id, title]) => draftEntry(id, title))
}
