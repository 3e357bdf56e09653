import { z } from 'zod'
import { CitationSchema } from '#contracts/generation.ts'
import { LabelSchema } from '#contracts/privacy.ts'
import { StructuredResultSchema } from '#contracts/templates.ts'
import type { DraftToJudge } from '../judge/index.ts'

const json = <T extends z.ZodType>(schema: T) => z.string().transform((text) => schema.parse(JSON.parse(text)))
const DraftRow = z.object({
  id: z.string(),
  request: z.string(),
  text: z.string(),
  citations: json(z.array(CitationSchema)),
  structured: z.union([z.null(), json(StructuredResultSchema)]),
  // Nothing was decided: then nobody knows what it holds.
  label: LabelSchema.nullable().transform((label) => label ?? 'restricted'),
})
const SourceRow = z.object({ name: z.string(), text: z.string() })

const DRAFT = `SELECT g.id, p.prompt AS request, d.text, g.citations_json AS citations, f.structured_json AS structured,
    (SELECT label FROM decisions WHERE generation_id = g.id ORDER BY seq DESC LIMIT 1) AS label
  FROM generations g JOIN generation_prompts p ON p.generation_id = g.id JOIN generation_drafts d ON d.generation_id = g.id
    JOIN generation_forms f ON f.generation_id = g.id
  WHERE g.seq = (SELECT max(seq) FROM generations) AND g.state = 'succeeded'`
/** The text of a source that a folder holds is that of its passages, one after the other. */
const SOURCES = `SELECT name, text FROM (
    SELECT s.ordinal, json_extract(s.source_json, '$.name') AS name, coalesce(
      (SELECT text FROM source_texts WHERE source_id = json_extract(s.source_json, '$.id')),
      (SELECT group_concat(text, '' ORDER BY start) FROM source_passages WHERE source_id = json_extract(s.source_json, '$.id'))) AS text
    FROM generation_sources s WHERE s.generation_id = ?)
  WHERE text IS NOT NULL ORDER BY ordinal`

/** The draft of the newest request in the database of an app, once it is finished, with the texts of its sources that are still there. */
export function lastDraftOf(read: (sql: string, ...values: readonly string[]) => readonly unknown[]): DraftToJudge | null {
  const [row] = read(DRAFT)
  if (row === undefined) return null
  const { id, ...draft } = DraftRow.parse(row)
  return { ...draft, sources: read(SOURCES, id).map((source) => SourceRow.parse(source)) }
}
