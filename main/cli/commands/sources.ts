import { lstat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import { FILE_STATUSES, type Source, type SourceFolder } from '#contracts/sources.ts'
import type { App } from '../../app.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { naming, readSourceAt } from '../input.ts'
import { print, table, when } from '../output.ts'
import { type ListOptions, limitOf } from './records.ts'

interface SearchOptions extends ListOptions {
  readonly folder?: string
}

interface FilesOptions extends CommonOptions {
  readonly status?: string
}

/** Files are added one by one; a folder is read as a whole, and watched while the app is open. */
export async function sourcesAdd(context: CliContext, paths: readonly string[], options: CommonOptions): Promise<void> {
  const folders = await Promise.all(paths.map(isFolder))
  const files = await Promise.all(paths.filter((_path, index) => folders[index] !== true).map(readSourceAt))
  const { added, refused } = await withApp(context, options, async (app) => {
    const outcomes: PromiseSettledResult<Source | SourceFolder>[] = await Promise.allSettled(
      files.map((file) => naming(file.name, () => app.sources.add(file))),
    )
    for (const path of paths.filter((_path, index) => folders[index] === true)) {
      outcomes.push(...(await Promise.allSettled([app.folders.add(resolve(path)).then(({ id }) => syncNow(app, id))])))
    }
    return {
      added: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
      refused: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : [])),
    }
  })
  for (const source of added) tellNote(source)
  if (refused.length === 0) return print(options.json, added, () => table(added.map(lineOf)))
  // One document with --json: the error alone, which names what was added all the same.
  if (options.json !== true && added.length > 0) print(false, added, () => table(added.map(lineOf)))
  throw withAdded(refused, added)
}

/** What kept some files or folders out, each, and which of the others were added. A defect is told as one. */
function withAdded(refused: readonly unknown[], added: readonly (Source | SourceFolder)[]): unknown {
  const reasons = refused.filter((reason) => reason instanceof TidegateError)
  const [reason] = reasons
  if (reason === undefined || reasons.length < refused.length) return refused.find((one) => !(one instanceof TidegateError))
  const names = added.map((source) => ('chars' in source ? source.name : source.path))
  return new TidegateError(
    reason.code,
    [...reasons.map(({ message }) => message), ...(names.length === 0 ? [] : [`Added: ${names.join(', ')}.`])].join(' '),
  )
}

export async function sourcesList(context: CliContext, options: CommonOptions): Promise<void> {
  const sources = await withApp(context, options, (app) => app.sources.list())
  print(options.json, sources, () =>
    sources.length === 0 ? ['There are no sources. Add one with: tidegate sources add FILE'] : table(sources.map(lineOf)),
  )
}

export async function sourcesFolders(context: CliContext, options: CommonOptions): Promise<void> {
  const folders = await withApp(context, options, (app) => app.folders.list())
  print(options.json, folders, () =>
    folders.length === 0
      ? ['There are no folders. Add one with: tidegate sources add FOLDER']
      : table([
          ['ID', 'STATE', 'LABEL', 'SOURCES', 'FAILED', 'SKIPPED', 'READ', 'PATH'],
          ...folders.map((folder) => [
            folder.id,
            folder.state,
            folder.label,
            String(folder.sources),
            String(folder.counts.failed ?? 0),
            String(folder.counts.skipped ?? 0),
            folder.syncedAt === null ? 'never' : when(folder.syncedAt),
            folder.path,
          ]),
        ]),
  )
}

/** Every file of a folder with what became of it. */
export async function sourcesFiles(context: CliContext, id: string, options: FilesOptions): Promise<void> {
  const status = options.status === undefined ? undefined : FILE_STATUSES.find((known) => known === options.status)
  if (status === undefined && options.status !== undefined) {
    throw new TidegateError('BAD_INPUT', `--status is one of ${FILE_STATUSES.join(', ')}.`)
  }
  const files = await withApp(context, options, (app) => app.folders.files(id, { status, after: '', limit: 100_000 }))
  print(options.json, files, () => table(files.map(({ path, status, reason, error }) => [status, path, reason ?? error?.message ?? ''])))
}

/** Reads what has changed, of one folder or of all, and labels what is new. */
export async function sourcesSync(context: CliContext, id: string | undefined, options: CommonOptions): Promise<number> {
  const folders = await withApp(context, options, async (app) => {
    const ids = id === undefined ? (await app.folders.list()).map((folder) => folder.id) : [id]
    const read: SourceFolder[] = []
    for (const one of ids) read.push(await syncNow(app, one))
    return read
  })
  print(options.json, folders, () =>
    folders.length === 0 ? ['There are no folders. Add one with: tidegate sources add FOLDER'] : table(folders.map(lineOf)),
  )
  return folders.some(({ error }) => error !== null) ? EXIT.failure : EXIT.ok
}

export async function sourcesRemove(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const removed = await withApp(context, options, async (app) => (await app.sources.remove(id)) || (await app.folders.remove(id)).removed)
  if (!removed)
    throw new TidegateError(
      'NOT_FOUND',
      `There is no source or folder ${id}. "tidegate sources list" and "tidegate sources folders" show what there is.`,
    )
  print(options.json, { removed }, () => ['Removed.'])
}

export async function sourcesSearch(context: CliContext, query: string, options: SearchOptions): Promise<void> {
  const limit = limitOf({ limit: '10', ...options })
  if (query.trim() === '') throw new TidegateError('BAD_INPUT', 'Name the words to look for.')
  const { hits, meaning } = await withApp(context, options, (app) => app.passages.search(query, limit, { folder: options.folder }))
  // Apart from the result: those who read it as JSON get the passages alone, each of which says how it was found.
  if (meaning.note !== '') process.stderr.write(`${meaning.note}\n`)
  print(options.json, hits, () =>
    hits.length === 0
      ? ['Nothing found. Sources added while the app is open are searchable a moment later.']
      : hits.flatMap(({ sourceName, start, end, text, location }) => [
          `${sourceName}${location === undefined ? '' : `, ${location}`} (${start}-${end})`,
          `  ${text.replace(/\s+/g, ' ').trim().slice(0, 200)}`,
        ]),
  )
}

async function syncNow(app: App, id: string): Promise<SourceFolder> {
  await app.jobs.runOnly((await app.folders.sync(id)).jobId)
  for (const job of await app.storage.jobs.list({ state: 'queued', limit: 500 })) {
    if (job.kind === 'label-sources') await app.jobs.runOnly(job.id)
  }
  return app.folders.get(id)
}

async function isFolder(path: string): Promise<boolean> {
  // What is not there is told by whoever reads it.
  return lstat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}

/** What a person should know of a file that was read: beside what is printed, as it is there with `--json`, too. */
export function tellNote(added: Source | SourceFolder): void {
  if ('chars' in added && added.note !== undefined) process.stderr.write(`${added.name}: ${added.note}\n`)
}

function lineOf(added: Source | SourceFolder): string[] {
  if ('chars' in added) return [added.id, added.label, `${added.chars} characters`, added.name]
  const { counts } = added
  return [added.id, added.label, `${added.sources} sources, ${counts.failed ?? 0} failed, ${counts.skipped ?? 0} skipped`, added.path]
}
