import { accessSync, constants } from 'node:fs'
import type { z } from 'zod'
import type { ProviderConfig } from '#contracts/config.ts'
import type { DoctorCheckSchema, DoctorReport } from '#contracts/rpc.ts'
import type { AppOptions } from './app-types.ts'
import type { ConfigStore } from './config/index.ts'
import type { ProviderRegistry } from './execution/index.ts'
import type { Platform } from './platform.ts'
import type { Egress } from './privacy/egress/types.ts'
import type { ResourceMonitor } from './resources/types.ts'
import type { LoadedDifficulty } from './routing/index.ts'
import type { EmbedQueue } from './sources/index.ts'
import type { Storage } from './storage/types.ts'
import { checkShipping, readShipped } from './telemetry/otlp/index.ts'

type Check = z.infer<typeof DoctorCheckSchema>

export interface DoctorDeps {
  readonly options: AppOptions
  readonly platform: Platform
  readonly config: ConfigStore
  readonly providers: ProviderRegistry
  readonly storage: Storage
  readonly resources: ResourceMonitor
  readonly difficulty: () => LoadedDifficulty
  readonly embedding: Pick<EmbedQueue, 'status'>
  readonly egress: Pick<Egress, 'localityOf'>
  /** What is wrong with the file of flags. */
  readonly flagProblems: () => readonly string[]
}

/** Looks at everything a person would ask about first, and says what to do. Contacts each provider once. */
export async function examine(deps: DoctorDeps): Promise<DoctorReport> {
  const checks: Check[] = [
    runtime(),
    dataFolder(deps.options.dataDir),
    settings(deps.config),
    flags(deps.flagProblems()),
    difficultyModel(deps.difficulty()),
    ...(await Promise.all([ledger(deps), machine(deps), searchByMeaning(deps), shipping(deps)])),
    ...(await providers(deps)),
  ]
  return { ok: checks.every(({ status }) => status !== 'error'), checks }
}

function runtime(): Check {
  return { name: 'runtime', status: 'ok', detail: `Node ${process.versions.node} on ${process.platform}-${process.arch}`, fix: '' }
}

function dataFolder(dataDir: string): Check {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK)
    return { name: 'data folder', status: 'ok', detail: dataDir, fix: '' }
  } catch {
    return {
      name: 'data folder',
      status: 'error',
      detail: `${dataDir} is not writable`,
      fix: 'Correct its permissions, or choose another with --data-dir.',
    }
  }
}

function settings(config: ConfigStore): Check {
  const problem = config.problem()
  return problem === null
    ? { name: 'settings', status: 'ok', detail: 'config.json is in force.', fix: '' }
    : { name: 'settings', status: 'error', detail: problem, fix: 'Until then the earlier settings stay in force.' }
}

function flags(problems: readonly string[]): Check {
  return problems.length === 0
    ? { name: 'flags', status: 'ok', detail: 'The file of flags is in force.', fix: '' }
    : { name: 'flags', status: 'warning', detail: problems.join(' '), fix: '"tidegate flags" shows what holds now.' }
}

function difficultyModel({ problem }: LoadedDifficulty): Check {
  return problem === null
    ? { name: 'difficulty model', status: 'ok', detail: 'The trained model judges how much a prompt asks for.', fix: '' }
    : { name: 'difficulty model', status: 'warning', detail: problem, fix: 'Install the app again to restore its files.' }
}

async function ledger(deps: DoctorDeps): Promise<Check> {
  const result = await deps.storage.ledger.verify()
  return result.ok
    ? { name: 'egress ledger', status: 'ok', detail: `${result.entries} entries, chain intact`, fix: '' }
    : {
        name: 'egress ledger',
        status: 'error',
        detail: `broken at entry ${result.brokenAt ?? 'unknown'}: ${result.problem ?? ''}`,
        fix: 'Someone or something changed the database. Keep a copy, and compare it with a backup in the data folder.',
      }
}

async function machine(deps: DoctorDeps): Promise<Check> {
  const { cpu, memory } = await deps.resources.current()
  return {
    name: 'machine',
    status: 'ok',
    detail: `${cpu.cores} cores, ${Math.round(cpu.loadPct)} % busy, ${Math.round(memory.availableMb / 1024)} of ${Math.round(memory.totalMb / 1024)} GiB free`,
    fix: '',
  }
}

async function searchByMeaning(deps: DoctorDeps): Promise<Check> {
  const { state, provider, model, detail } = await deps.embedding.status()
  const name = 'search by meaning'
  if (state === 'off') return { name, status: 'ok', detail, fix: '' }
  const who = `${model ?? 'none'} of ${provider ?? 'none'}: ${detail}`
  const fixes = {
    ready: '',
    waiting: 'The app embeds them in the background; "tidegate sources embed" does it now.',
    refused: 'Name a local provider in sources.embedding.',
    unavailable: 'Install the app for this system and processor.',
  }
  return { name, status: state === 'ready' || state === 'waiting' ? 'ok' : 'warning', detail: who, fix: fixes[state] }
}

async function shipping({ config, egress, options }: DoctorDeps): Promise<Check> {
  const { endpoint } = config.get().telemetry.otlp
  const locality = endpoint === null ? 'local' : await egress.localityOf(endpoint)
  return { name: 'telemetry', ...checkShipping(config.get(), locality, readShipped(options.dataDir)) }
}

async function providers(deps: DoctorDeps): Promise<Check[]> {
  const entries = await deps.providers.all()
  if (entries.length === 0) {
    return [
      {
        name: 'providers',
        status: 'ok',
        detail: 'None configured: the extractive engine writes, without a model.',
        fix: '',
      },
    ]
  }
  const localOnly = deps.config.get().privacyMode === 'local-only'
  return Promise.all(
    entries.map(async (entry): Promise<Check> => {
      const name = `provider ${entry.config.id} (${entry.locality})`
      if (entry.locality === 'hosted' && localOnly) return { name, status: 'ok', detail: 'Not contacted: local-only mode is on.', fix: '' }
      const { status, givenFor, advice } = await deps.providers.keyStanding(entry)
      if (status.state !== 'ok' && (entry.locality === 'hosted' || status.state !== 'none' || givenFor !== null)) {
        return { name, status: 'warning', ...advice }
      }
      const health = await deps.providers.probe(entry)
      return health.healthy
        ? { name, status: 'ok', detail: health.detail, fix: '' }
        : { name, status: 'warning', detail: health.detail, fix: fixFor(entry.config) }
    }),
  )
}

function fixFor(config: ProviderConfig): string {
  return config.kind === 'embedded'
    ? `"tidegate models info ${config.file}" says more.`
    : 'Check that it runs, its address, its model and its key.'
}
