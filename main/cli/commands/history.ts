import { writeFile } from 'node:fs/promises'
import { TidegateError } from '#contracts/errors.ts'
import { EXPORT_FORMATS, ExportFormatSchema, type HistoryFilter, HistoryFilterSchema, type HistoryHit } from '#contracts/history.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { cannotWrite, print, table, when } from '../output.ts'
import { type ListOptions, limitOf } from './records.ts'

export async function historyList(context: CliContext, options: ListOptions): Promise<void> {
  const limit = limitOf(options)
  const documents = await withApp(context, options, (app) => app.documents.list({ limit }))
  print(options.json, documents, () =>
    documents.length === 0
      ? ['There is nothing yet. Start with: tidegate generate --prompt "…" --source FILE']
      : table([
          ['ID', 'CREATED', 'VERSIONS', 'LABEL', 'FROM', 'TITLE'],
          ...documents.map(({ id, createdAt, versions, label, origin, title }) => [
            id,
            when(createdAt),
            String(versions),
            label,
            origin,
            title,
          ]),
        ]),
  )
}

export async function historyShow(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const found = await withApp(context, options, (app) => (id.startsWith('gen_') ? app.documents.ofGeneration(id) : app.documents.get(id)))
  print(options.json, found, () => [
    `${found.document.id}  ${found.document.title}  (${found.document.label})`,
    ...table(
      found.versions.map((version) => [
        version.id === found.document.current ? '*' : ' ',
        version.id,
        when(version.createdAt),
        version.role ?? version.kind,
        version.name || version.excerpt.replace(/\s+/g, ' ').slice(0, 80),
      ]),
    ),
  ])
}

export async function historyRemove(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const removed = await withApp(context, options, async (app) => {
    const document = id.startsWith('gen_') ? (await app.documents.ofGeneration(id)).document.id : id
    await app.documents.remove(document)
    return document
  })
  print(options.json, { removed }, () => [`${removed} is deleted, with all its versions. What it cost and what left stay on record.`])
}

interface SearchOptions extends ListOptions {
  readonly in?: string
  readonly route?: string
  readonly label?: string
  readonly template?: string
  readonly since?: string
  readonly until?: string
}

export async function historySearch(context: CliContext, query: string, options: SearchOptions): Promise<void> {
  const limit = Math.min(100, limitOf({ limit: '20', ...options }))
  const filter = filterOf(options)
  if (query.trim() === '') throw new TidegateError('BAD_INPUT', 'Name the words to look for.')
  const answer = await withApp(context, options, (app) => app.history.search({ query, limit, filter }))
  print(options.json, answer, () =>
    answer.hits.length + answer.passages.length === 0
      ? ['Nothing found. All words have to be there; try fewer of them.']
      : [
          ...answer.hits.flatMap((hit) => [
            `${idOf(hit)}  ${hit.kind}  ${when(hit.at)}  ${hit.label}  ${hit.title}`,
            `  ${hit.snippet
              .map(({ text, match }) => (match ? `[${text}]` : text))
              .join('')
              .replace(/\s+/g, ' ')}`,
          ]),
          ...answer.passages.flatMap(({ sourceName, start, end, text }) => [
            `${sourceName} ${start}-${end}`,
            `  ${text.replace(/\s+/g, ' ').trim().slice(0, 200)}`,
          ]),
        ],
  )
}

function idOf(hit: HistoryHit): string {
  return hit.generationId ?? hit.versionId ?? hit.sourceId ?? '-'
}

function filterOf(options: SearchOptions): HistoryFilter {
  const parsed = HistoryFilterSchema.safeParse({
    ...(options.in === undefined ? {} : { kind: options.in }),
    ...(options.route === undefined ? {} : { route: options.route }),
    ...(options.label === undefined ? {} : { label: options.label }),
    ...(options.template === undefined ? {} : { template: options.template }),
    ...(options.since === undefined ? {} : { from: dayOf(options.since, '--since') }),
    ...(options.until === undefined ? {} : { to: dayOf(options.until, '--until') }),
  })
  if (parsed.success) return parsed.data
  const option = String(parsed.error.issues[0]?.path[0] ?? '').replace('kind', 'in')
  throw new TidegateError('BAD_INPUT', `--${option} has no such value. See "tidegate history search --help".`)
}

/** The beginning of a day of this machine's calendar, ms since the epoch. */
function dayOf(date: string, option: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00`).getTime() : Number.NaN
  if (Number.isNaN(at)) throw new TidegateError('BAD_INPUT', `${option} needs a day, as 2026-11-29.`)
  return at
}

interface ExportOptions extends CommonOptions {
  readonly format?: string
  readonly out?: string
}

/** `export`: to a new file that is for its owner only, or to stdout. */
export async function exportDraft(context: CliContext, id: string, options: ExportOptions): Promise<void> {
  const format = ExportFormatSchema.safeParse(options.format ?? 'md')
  if (!format.success) throw new TidegateError('BAD_INPUT', `--format needs one of ${EXPORT_FORMATS.join(', ')}.`)
  const { out } = options
  if (out === undefined && format.data === 'docx' && process.stdout.isTTY)
    throw new TidegateError('BAD_INPUT', 'A Word document cannot be shown here. Name a file with --out.')
  const file = await withApp(context, options, (app) => app.exports.export(id, format.data))
  const bytes = Buffer.from(file.base64, 'base64')
  if (out === undefined) {
    if (options.json === true) print(true, file, () => [])
    else process.stdout.write(bytes)
    return
  }
  await writeFile(out, bytes, { flag: 'wx', mode: 0o600 }).catch(cannotWrite(out))
  print(options.json, { file: out, bytes: bytes.length }, () => [`${out} written, ${bytes.length} bytes.`])
}
