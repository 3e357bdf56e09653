import { TidegateError } from '#contracts/errors.ts'
import { createBoundKeys, keyOwners, OTLP_KEY, openConfig, openFileKeyStore, openKeyOrigins } from '../../config/index.ts'
import { TEAM_KEYS } from '../../coordinator/team/index.ts'
import { type CliContext, type CommonOptions, dataDirOf, ensureDataDir, withApp } from '../context.ts'
import { readText } from '../input.ts'
import { print, table } from '../output.ts'

export async function configGet(context: CliContext, path: string | undefined, options: CommonOptions): Promise<void> {
  const config: unknown = openConfig(dataDirOf(options, context.env)).get()
  const value = path === undefined ? config : valueAt(config, path)
  print(options.json, value, () => [typeof value === 'string' ? value : JSON.stringify(value, null, 2)])
}

function valueAt(config: unknown, path: string): unknown {
  let node = config
  for (const key of path.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) {
      throw new TidegateError('BAD_INPUT', `There is no setting "${path}". "tidegate config get" shows all.`)
    }
    node = Reflect.get(node, key)
  }
  return node
}

/** The value is read as JSON where it is JSON (`true`, `5`, `["a"]`), else as text. */
export async function configSet(context: CliContext, path: string, raw: string, options: CommonOptions): Promise<void> {
  const dataDir = dataDirOf(options, context.env)
  ensureDataDir(dataDir)
  const config = openConfig(dataDir).set(path, jsonOrText(raw))
  print(options.json, config, () => [`${path} is now ${JSON.stringify(valueAt(config, path))}`])
}

function jsonOrText(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch (error) {
    // No setting is a text that begins so: it was to be JSON, and a quote or a bracket is missing.
    if (/^\s*[{["]/.test(raw))
      throw new TidegateError('BAD_INPUT', 'The value is not JSON. Check its quotes and brackets, and put the whole in single quotes.', {
        cause: error,
      })
    // A plain word: taken as text.
    return raw
  }
}

/** Reads a provider's key from standard input, so that it is in no history and no process list. */
export async function configKey(context: CliContext, provider: string, options: CommonOptions): Promise<void> {
  const dataDir = dataDirOf(options, context.env)
  ensureDataDir(dataDir)
  const isTeams = provider === TEAM_KEYS.payloads || provider === TEAM_KEYS.database
  const config = openConfig(dataDir).get()
  const owner = keyOwners(config).find(({ id }) => id === provider)
  if (owner === undefined && provider === OTLP_KEY)
    throw new TidegateError(
      'BAD_INPUT',
      'There is no collector in the settings. Set it first: tidegate config set telemetry.otlp.endpoint URL',
    )
  if (owner === undefined && !isTeams) {
    const known = config.providers.map(({ id }) => id)
    throw new TidegateError(
      'BAD_INPUT',
      `There is no provider "${provider}". ${known.length === 0 ? 'None is configured.' : `Configured: ${known.join(', ')}.`}`,
    )
  }
  if (process.stdin.isTTY) process.stderr.write(`Paste the key of ${provider}, then Enter and Ctrl-D:\n`)
  const key = (await readText('-')).trim()
  if (key === '' || /\s/.test(key)) throw new TidegateError('BAD_INPUT', 'A key is one word. Give it on standard input.')
  const store = openFileKeyStore(dataDir, {})
  // Those of a team belong to no provider's address.
  if (owner === undefined) await store.set(provider, key)
  else await createBoundKeys(store, openKeyOrigins(dataDir)).set(owner, key)
  print(options.json, { provider, stored: true }, () => [
    `The key of ${provider} is stored${owner !== undefined && 'baseUrl' in owner ? `, for ${new URL(owner.baseUrl).origin}` : ''}.`,
  ])
}

export async function doctor(context: CliContext, options: CommonOptions): Promise<number> {
  const report = await withApp(context, options, (app) => app.doctor())
  const marks = { ok: 'ok', warning: 'WARNING', error: 'ERROR' } as const
  print(options.json, report, () =>
    table(report.checks.map(({ name, status, detail, fix }) => [marks[status], name, fix === '' ? detail : `${detail} → ${fix}`])),
  )
  return report.ok ? 0 : 1
}
