import {
  type EvaluationContext,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
  StandardResolutionReasons,
  TypeMismatchError,
} from '@openfeature/server-sdk'
import { type Environment, FlagKeySchema } from '#contracts/flags.ts'
import type { FlagFile } from './flag-file.ts'
import { type ResolvedFlag, resolveFlag } from './resolve-flag.ts'

/** What OpenFeature calls the reasons. */
const REASONS: Readonly<Record<ResolvedFlag['because'], string>> = {
  shipped: StandardResolutionReasons.DEFAULT,
  set: StandardResolutionReasons.STATIC,
  canary: StandardResolutionReasons.SPLIT,
  control: StandardResolutionReasons.SPLIT,
}

export interface FileProviderDeps {
  readonly file: FlagFile
  readonly environment: () => Environment
  readonly installation: () => string
}

/**
 * A provider of OpenFeature over the file of flags. The targeting key of a context is the name of a request; without one a flag has the
 * value of this installation. Flags are switches: another type is refused.
 */
export function createFileProvider({ file, environment, installation }: FileProviderDeps): Provider {
  const events = new OpenFeatureEventEmitter()
  let stop: (() => void) | null = null
  const wrongType = (): never => {
    throw new TypeMismatchError('Flags are switches: ask for a boolean.')
  }
  return {
    metadata: { name: 'tidegate-flag-file' },
    runsOn: 'server',
    events,
    async initialize() {
      stop = file.onChange(() => events.emit(ProviderEvents.ConfigurationChanged))
    },
    async onClose() {
      stop?.()
      stop = null
    },
    async resolveBooleanEvaluation(name: string, otherwise: boolean, context: EvaluationContext): Promise<ResolutionDetails<boolean>> {
      const key = FlagKeySchema.safeParse(name)
      if (!key.success) return { value: otherwise, reason: StandardResolutionReasons.ERROR, errorMessage: `There is no flag "${name}".` }
      const subject = { environment: environment(), installation: installation(), request: context.targetingKey ?? null }
      const { value, because, rollout } = resolveFlag(key.data, file.get(), subject)
      return {
        value,
        variant: value ? 'on' : 'off',
        reason: REASONS[because],
        flagMetadata: { because, ...(rollout === null ? {} : { rollout: rollout.id }) },
      }
    },
    resolveStringEvaluation: async (): Promise<ResolutionDetails<string>> => wrongType(),
    resolveNumberEvaluation: async (): Promise<ResolutionDetails<number>> => wrongType(),
    resolveObjectEvaluation: async <T extends JsonValue>(): Promise<ResolutionDetails<T>> => wrongType(),
  }
}
