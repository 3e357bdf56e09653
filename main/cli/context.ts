import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import type { App, AppOptions } from '../app.ts'

/** Where this build lies and what the command was told about its surroundings. */
export interface CliContext {
  readonly resourcesDir: string
  readonly rendererDir: string
  /** Null when running from source: the threads then load their own source files. */
  readonly builtDir: string | null
  readonly version: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean
  readonly dataDir?: string
}

/** The data folder: `--data-dir`, else `TIDEGATE_HOME`, else the system's place for application data. */
export function dataDirOf(options: CommonOptions, env: CliContext['env']): string {
  if (options.dataDir !== undefined && options.dataDir !== '') return options.dataDir
  if (env.TIDEGATE_HOME !== undefined && env.TIDEGATE_HOME !== '') return env.TIDEGATE_HOME
  const home = homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Tidegate')
  if (process.platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Tidegate')
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'tidegate')
}

/** Makes the data folder (mode 0700). Throws DATA_DIR_READ_ONLY. */
export function ensureDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new TidegateError('DATA_DIR_READ_ONLY', `The data folder ${dataDir} cannot be made. Choose another with --data-dir.`, {
      cause: error,
    })
  }
}

/** The core for one command or a host. Loaded here and not at the top: `scan` and `--help` need none of it. */
export async function openApp(
  context: CliContext,
  options: CommonOptions,
  mode: 'host' | 'command',
  parts: Pick<AppOptions, 'classifierOf'> = {},
): Promise<App> {
  const [{ createApp }, { openFileKeyStore }, { systemPlatform }, { forkNodeChild }, { openLogFile }, { logLine, parseLogLine }] =
    await Promise.all([
      import('../app.ts'),
      import('../config/index.ts'),
      import('../system-platform.ts'),
      import('../model-process/index.ts'),
      import('../telemetry/index.ts'),
      import('./log-line.ts'),
    ])
  const dataDir = dataDirOf(options, context.env)
  ensureDataDir(dataDir)
  // One process has the folder, and the log file in it; a command says what it has to say to whoever called it.
  const toFile = mode === 'host' ? openLogFile(dataDir) : () => {}
  // Who typed a command did not ask for a log: a line that comes anyway is written to be read.
  const readable = (line: string): string => {
    const parsed = parseLogLine(line)
    return parsed === null ? line : `${logLine(parsed)}\n`
  }
  const platform = systemPlatform(context.env, (line) => {
    process.stderr.write(mode === 'command' && context.env.TIDEGATE_LOG === undefined ? readable(line) : line)
    toFile(line)
  })
  return createApp(
    {
      dataDir,
      resourcesDir: context.resourcesDir,
      mode,
      keys: openFileKeyStore(dataDir, context.env),
      ...parts,
      build: {
        version: context.version,
        root: dirname(context.resourcesDir),
        builtDir: context.builtDir,
        rendererDir: context.rendererDir,
      },
      ...(context.builtDir === null
        ? {}
        : {
            storageThreadFile: join(context.builtDir, 'storage-thread.js'),
            textWorkerFile: join(context.builtDir, 'text-worker.js'),
            pictureWorkerFile: join(context.builtDir, 'picture-worker.js'),
            samplingThreadFile: join(context.builtDir, 'sampling-thread.js'),
            forkModel: () => forkNodeChild(join(context.builtDir ?? '', 'model-process.js'), context.env),
          }),
    },
    platform,
  )
}

/** Opens the core, does one thing with it, and closes it whatever happened. */
export async function withApp<T>(context: CliContext, options: CommonOptions, work: (app: App) => Promise<T>): Promise<T> {
  const app = await openApp(context, options, 'command')
  try {
    return await work(app)
  } finally {
    await app.dispose()
  }
}
