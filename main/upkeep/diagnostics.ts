import type { Config } from '#contracts/config.ts'
import type { DiagnosticPart, Diagnostics } from '#contracts/diagnostics.ts'
import type { DoctorReport } from '#contracts/rpc.ts'
import type { ConfigStore } from '../config/index.ts'
import type { Clock } from '../platform.ts'
import type { Storage } from '../storage/types.ts'

export interface DiagnosticsDeps {
  readonly clock: Clock
  /** Which release runs, and in which host; unknown to a command. */
  readonly host?: { readonly version: string; readonly host: string }
  readonly dataDir: string
  readonly config: ConfigStore
  readonly storage: Pick<Storage, 'upkeep' | 'jobs'>
  readonly doctor: () => Promise<DoctorReport>
  /** The last lines of the log, which holds no text of a person by itself. */
  readonly recentLog: () => readonly string[]
}

/**
 * What helps to find a fault, and nothing of what a person wrote, read, named or keeps secret: a path is withheld, of a provider there is its
 * kind and whether it is on this machine, of a list of words or hosts only its length.
 */
export async function makeDiagnostics(deps: DiagnosticsDeps): Promise<Diagnostics> {
  const [tables, jobs, report] = await Promise.all([deps.storage.upkeep.tables(), deps.storage.jobs.counts(), deps.doctor()])
  const withheld = withholder(deps)
  const parts: DiagnosticPart[] = [
    { part: 'versions', text: json({ tidegate: deps.host?.version ?? null, host: deps.host?.host ?? null, ...versions() }) },
    { part: 'checks', text: json(checksOf(report)) },
    { part: 'settings', text: json(settingsOf(deps.config.get())) },
    { part: 'tables', text: json(Object.fromEntries(tables.map(({ table, rows }) => [table, rows]))) },
    { part: 'jobs', text: json(jobs) },
    { part: 'log', text: deps.recentLog().join('\n') },
  ]
  return { madeAt: deps.clock.now(), parts: parts.map(({ part, text }) => ({ part, text: withheld(text) })) }
}

function versions(): object {
  const { platform, arch, versions: running } = process
  return { system: `${platform}-${arch}`, node: running.node, electron: running.electron ?? null, chrome: running.chrome ?? null }
}

/** A check of a provider names it and may quote its server: of that only the outcome is told. */
function checksOf({ ok, checks }: DoctorReport): object {
  let providers = 0
  return {
    ok,
    checks: checks.map(({ name, status, detail }) => {
      if (name.startsWith('provider ')) {
        providers += 1
        return { name: `provider ${providers}`, status }
      }
      return TELLING.has(name) ? { name, status, detail } : { name, status }
    }),
  }
}

/** Checks whose words are ours alone. */
const TELLING: ReadonlySet<string> = new Set(['runtime', 'difficulty model', 'egress ledger', 'machine'])

function settingsOf(config: Config): object {
  const { otlp } = config.telemetry
  const { environment, privacyMode, policy, budgetUsdPerDay, costs, timeouts, retry, citations, hedging, machine, routing, coordinator } =
    config
  return {
    environment,
    privacyMode,
    policy,
    budgetUsdPerDay,
    costs,
    timeouts,
    retry,
    citations,
    hedging,
    machine,
    routing,
    coordinator: { concurrency: coordinator.concurrency, history: coordinator.history, teamHosts: coordinator.team.hosts.length },
    trustedHosts: config.trustedHosts.length,
    hostedHosts: config.hostedHosts.length,
    modelFolders: config.models.folders.length,
    embedding: config.sources.embedding === null ? 'off' : 'on',
    shipping: otlp.endpoint === null ? 'off' : { logs: otlp.logs, metrics: otlp.metrics },
    providers: config.providers.map(({ kind, enabled, contextTokens, memories }) => ({
      kind,
      enabled,
      contextTokens,
      memories: memories.length,
    })),
  }
}

/** What names the person: their data folder, and with it often their user name. */
function withholder({ dataDir }: Pick<DiagnosticsDeps, 'dataDir'>): (text: string) => string {
  const escaped = JSON.stringify(dataDir).slice(1, -1)
  return (text) => text.replaceAll(escaped, '[data folder]').replaceAll(dataDir, '[data folder]')
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
