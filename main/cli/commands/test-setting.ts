import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import { type OpenedStorage, openStorage } from '../../storage/index.ts'
import { systemPlatform } from '../../system-platform.ts'
import { type BaselineStore, picturePlace } from '../../testing/baselines/index.ts'
import type { SessionHost } from '../../testing/session/index.ts'
import { type CliContext, type CommonOptions, dataDirOf, ensureDataDir } from '../context.ts'

export interface FolderOptions extends CommonOptions {
  readonly folder?: string
}

const OWN = join('e2e', 'scenarios')

/** Folders that scenarios are read from: that of the data folder, and a named one, or that of the repository one stands in. */
export function scenarioFolders(context: CliContext, options: FolderOptions): string[] {
  const ofPerson = join(dataDirOf(options, context.env), 'scenarios')
  const named = options.folder ?? (existsSync(OWN) ? OWN : undefined)
  const folders = [...(existsSync(ofPerson) ? [resolve(ofPerson)] : []), ...(named === undefined ? [] : [resolve(named)])]
  return [...new Set(folders)]
}

export function baselinesOf(context: CliContext, options: CommonOptions, folder: string, host: SessionHost): BaselineStore {
  return picturePlace(dataDirOf(options, context.env), folder, host).store
}

/** Opens what is kept of runs, and closes it whatever happened. */
export async function withResults<T>(
  context: CliContext,
  options: CommonOptions,
  work: (results: OpenedStorage['testResults']) => Promise<T>,
): Promise<T> {
  const dataDir = dataDirOf(options, context.env)
  ensureDataDir(dataDir)
  const { log } = systemPlatform(context.env, (line) => process.stderr.write(line))
  const storage = await openStorage({ dataDir, mode: 'inline', log })
  try {
    return await work(storage.testResults)
  } finally {
    await storage.dispose()
  }
}

/** Throws BAD_INPUT for anything but a whole number from 1 to `most`. */
export function wholeNumber(option: string, wanted: string, most: number): number {
  const value = Number(wanted)
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new TidegateError('BAD_INPUT', `${option} needs a whole number from 1 to ${most}.`)
  return value
}

/** US dollars. Throws BAD_INPUT. */
export function amount(option: string, wanted: string): number {
  const value = Number(wanted)
  if (wanted.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new TidegateError('BAD_INPUT', `${option} needs an amount in US dollars, as 0.25.`)
  return value
}
