import { resolve } from 'node:path'
import { EXIT } from '#contracts/errors.ts'
import type { ModelEntry, ModelList } from '#contracts/models.ts'
import { formatBytes } from '../../model-process/index.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { print, table } from '../output.ts'

const NONE_FOUND = 'No model was found. Download a .gguf file, or pull one with Ollama or LM Studio, and try again.'
const NONE_SET = 'No model is set up. "tidegate models find" looks for some; "tidegate models add FILE" adds one.'

export async function listModels(context: CliContext, options: CommonOptions): Promise<void> {
  const list = await withApp(context, options, (app) => app.models.list())
  const models = list.models.filter(({ providerId }) => providerId !== null)
  print(options.json, { ...list, models }, () => linesOf({ ...list, models }, NONE_SET))
}

export async function findModelFiles(context: CliContext, options: CommonOptions): Promise<void> {
  const list = await withApp(context, options, (app) => app.models.list())
  print(options.json, list, () => linesOf(list, NONE_FOUND))
}

export async function modelInfo(context: CliContext, file: string, options: CommonOptions): Promise<number> {
  const entry = await withApp(context, options, (app) => app.models.inspect(resolve(file)))
  print(options.json, entry, () => infoLines(entry))
  return entry.state.state === 'unusable' ? EXIT.failure : EXIT.ok
}

export async function addModel(context: CliContext, file: string, options: CommonOptions & { readonly prefer?: boolean }): Promise<void> {
  const id = await withApp(context, options, (app) => app.models.add(resolve(file), options.prefer === true))
  print(options.json, { providerId: id }, () => [`It is provider "${id}" now. Try it: tidegate generate --route local --prompt "…"`])
}

export async function verifyModel(context: CliContext, file: string, options: CommonOptions): Promise<number> {
  const { signal } = new AbortController()
  const live = options.json !== true && process.stderr.isTTY
  const result = await withApp(context, options, (app) =>
    app.models.verify(resolve(file), {
      signal,
      onProgress: (share) => {
        if (live) process.stderr.write(`\r${Math.floor(share * 100)} %`)
      },
    }),
  )
  if (live) process.stderr.write('\r')
  print(options.json, result, () => [`${result.sha256}  ${result.detail}`])
  return result.result === 'ok' || result.result === 'first' ? EXIT.ok : EXIT.failure
}

function linesOf({ engineProblem, models }: ModelList, none: string): string[] {
  const rows = models.map(({ name, facts, fit, place, file }) => [
    name,
    facts === null ? '-' : formatBytes(facts.sizeBytes),
    facts?.quantisation ?? '-',
    facts?.contextTokens == null ? '-' : String(facts.contextTokens),
    fit === null ? 'unusable' : fit.fits ? `up to ${fit.contextTokens}` : 'no',
    place,
    file,
  ])
  return [
    ...(engineProblem === null ? [] : [engineProblem, '']),
    ...(models.length === 0 ? [none] : table([['MODEL', 'SIZE', 'QUANTISED', 'CONTEXT', 'FITS', 'FROM', 'FILE'], ...rows])),
  ]
}

/** As people name models: `3.2 B`, `0.7 M`. */
function countText(parameters: number): string {
  return parameters >= 5e7 ? `${(parameters / 1e9).toFixed(1)} B` : `${(parameters / 1e6).toFixed(1)} M`
}

function infoLines({ name, file, facts, fit, state }: ModelEntry): string[] {
  const problem = state.state === 'unusable' ? [['problem', state.problem]] : []
  if (facts === null || fit === null) return table([['file', file], ...problem])
  return table([
    ['file', file],
    ...problem,
    ['name', facts.name === '' ? name : facts.name],
    ['kind', `${facts.architecture}, ${countText(facts.parameters)} weights, ${facts.quantisation}`],
    ['size', `${formatBytes(facts.sizeBytes)}${facts.parts > 1 ? ` in ${facts.parts} files` : ''}`],
    ['context', facts.contextTokens === null ? 'not told' : `${facts.contextTokens} tokens`],
    ['layers', `${facts.layers}, ${facts.embedding} wide, ${facts.heads ?? '?'} heads (${facts.kvHeads ?? '?'} for keys and values)`],
    ['tokenizer', `${facts.tokenizer ?? 'none'}${facts.chatTemplate ? '' : '; no chat template, so a general one is used'}`],
    [
      'memory',
      `${formatBytes(fit.needsBytes)} with a context of ${fit.contextTokens}; ${formatBytes(fit.freeBytes)} free: ${fit.fits ? 'fits' : 'does not fit'}`,
    ],
  ])
}
