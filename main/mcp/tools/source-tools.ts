import { z } from 'zod'
import { LABELS } from '#contracts/privacy.ts'
import { SourceHitSchema, SourceSchema } from '#contracts/sources.ts'
import type { ToolDefinition } from '../define-tool.ts'
import { mayRead } from '../grants.ts'
import { readableSources } from '../source-label.ts'

const READS = { reads: true, sends: false, ends: false } as const

const Nothing = z.strictObject({})
const Listed = SourceSchema.pick({ id: true, name: true, mediaType: true, chars: true, label: true, addedAt: true })
const ListOutput = z.object({
  sources: z.array(Listed),
  withheld: z.number().int().nonnegative().describe('How many more there are that a client may not read'),
})
export const sourcesList: ToolDefinition<typeof Nothing, typeof ListOutput> = {
  name: 'sources_list',
  title: 'List sources',
  description: 'Files and texts to draw from. Those above the label that a client may read are counted, and not named.',
  input: Nothing,
  output: ListOutput,
  effects: READS,
  async run(_input, { deps, settings }) {
    return readableSources(deps.app, settings)
  },
}

const SearchInput = z.strictObject({
  query: z.string().min(1).max(1_000).describe('Words; those between quotes stand together'),
  limit: z.number().int().min(1).max(50).default(10),
})
const Hit = SourceHitSchema.pick({ source: true, sourceName: true, start: true, end: true, text: true, location: true })
const SearchOutput = z.object({ hits: z.array(Hit) })

export const sourcesSearch: ToolDefinition<typeof SearchInput, typeof SearchOutput> = {
  name: 'sources_search',
  title: 'Search sources',
  description:
    'Passages of sources that hold the words, nearest first. Sources above the label that a client may read take no part, and whether one of them ' +
    'would have matched is not told.',
  input: SearchInput,
  output: SearchOutput,
  effects: READS,
  async run({ query, limit }, { deps, settings }) {
    const labels = LABELS.filter((label) => mayRead(label, settings))
    // By words alone: to find by meaning the question goes to an embedding model, which may be a hosted one.
    return { hits: [...(await deps.app.storage.sources.search(query, limit, { labels }))] }
  },
}
