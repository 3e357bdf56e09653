import { randomUUID } from 'node:crypto'
import { NOOP_PROVIDER, OpenFeature } from '@openfeature/server-sdk'
import { FLAG_KEYS, type FlagValues } from '#contracts/flags.ts'
import { createFileProvider, type FileProviderDeps } from './file-provider.ts'
import type { Cohort } from './resolve-flag.ts'

/** What a request is decided and carried out with. */
export interface FlagsOfRequest {
  readonly values: FlagValues
  /** Its cohort in each rollout that runs, by the rollout's name. */
  readonly cohorts: Readonly<Record<string, Cohort>>
}

export interface Flags {
  /** The flags of a request with this name for its wording. */
  of(request: string): Promise<FlagsOfRequest>
  dispose(): Promise<void>
}

/** All flags of a request, asked through OpenFeature's client. Each app of a process has a domain of its own there. */
export async function openFlags(deps: FileProviderDeps): Promise<Flags> {
  const domain = `tidegate-${randomUUID()}`
  await OpenFeature.setProviderAndWait(domain, createFileProvider(deps))
  const client = OpenFeature.getClient(domain)
  return {
    async of(request) {
      const details = await Promise.all(FLAG_KEYS.map((key) => client.getBooleanDetails(key, true, { targetingKey: request })))
      const cohorts = details.flatMap(({ flagMetadata: { because, rollout } }): [string, Cohort][] =>
        typeof rollout === 'string' && (because === 'canary' || because === 'control') ? [[rollout, because]] : [],
      )
      return {
        values: Object.fromEntries(details.map(({ flagKey, value }) => [flagKey, value])) as unknown as FlagValues,
        cohorts: Object.fromEntries(cohorts),
      }
    },
    // The one before is closed when another takes its place.
    dispose: () => OpenFeature.setProviderAndWait(domain, NOOP_PROVIDER),
  }
}
