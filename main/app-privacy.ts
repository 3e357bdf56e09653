import { join } from 'node:path'
import type { AppOptions } from './app-types.ts'
import { allKeys, type ConfigStore, keyOwners } from './config/index.ts'
import { TEAM_KEYS } from './coordinator/team/index.ts'
import type { EventBus } from './event-bus.ts'
import type { Disposable, Platform } from './platform.ts'
import { createEgress, createRestrictedTexts, createTeamDoor } from './privacy/egress/index.ts'
import { findOriginals, lazyClassifier, makeClassifier } from './privacy/index.ts'
import { createPrivacyRules, createRuleBook } from './privacy/rules/index.ts'
import { createProfileKeys, createVaults } from './privacy/vault/index.ts'
import { createTextWorkers } from './sources/index.ts'
import type { TextWorkers } from './sources/types.ts'
import type { OpenedStorage } from './storage/index.ts'

/** From a host's start until what the classifier is made of is read, unless a text comes sooner: the first window is there by then. */
const CLASSIFIER_PAUSE_MS = 1_000

/** What reads texts, what is kept of what was masked, and the doors. */
export type PrivacyPart = Awaited<ReturnType<typeof composePrivacy>>

/** Builds the part of the app that finds what is sensitive and guards what leaves. */
export async function composePrivacy({
  options,
  platform,
  config,
  storage,
  events,
  onRulesChanged,
}: {
  options: AppOptions
  platform: Platform
  config: ConfigStore
  storage: OpenedStorage
  events: EventBus
  onRulesChanged: () => void
}) {
  const { clock, log } = platform
  const lexiconsDir = join(options.resourcesDir, 'lexicons')
  const book = createRuleBook()
  const classifier = lazyClassifier(function* () {
    return options.classifierOf?.(book) ?? (yield* makeClassifier(lexiconsDir, book))
  })
  const rules = await createPrivacyRules({
    platform,
    store: storage.privacyRules,
    isRestricted: (text) => classifier.scan(text).label === 'restricted',
    book,
    onChange() {
      onRulesChanged()
      events.emit({ type: 'privacy_rules_changed' })
    },
  })
  const workersOf = (form: { maxThreads?: number; background?: boolean }): TextWorkers =>
    createTextWorkers({
      lexiconsDir,
      classifier,
      // A command has nothing else to do meanwhile.
      ...(options.mode === 'host' ? { ready: classifier.ready } : {}),
      rules: () => rules.current(),
      heldRules: () => rules.held(),
      ...form,
      ...(options.textWorkerFile === undefined ? {} : { workerFile: options.textWorkerFile }),
    })
  const workers = workersOf({})
  // What a person types never waits behind a folder that is read, or a text that is labelled.
  const backgroundWorkers = workersOf({ maxThreads: 1, background: true })
  const vaults = createVaults({ store: storage.vaults, keys: createProfileKeys(options.keys), platform })
  const door = {
    clock,
    log,
    ledger: storage.ledger,
    settings: () => config.get(),
    onLedger: ({ seq }: { readonly seq: number }) => events.emit({ type: 'ledger_appended', seq }),
  }
  const egress = createEgress({
    ...door,
    vaultEntries: (id) => vaults.entries(id),
    onSettings: (listener) => config.onChange(listener),
    rules: rules.current,
    guard: {
      labelsOf: workers.labels,
      findOriginals,
      overlapsRestricted: createRestrictedTexts(storage.sources),
      keys: () => allKeys(options.keys, [...keyOwners(config.get()), ...Object.values(TEAM_KEYS).map((id) => ({ id }))], platform.env),
    },
  })
  const teamDoor = createTeamDoor(door)
  return {
    rules,
    workers,
    backgroundWorkers,
    vaults,
    egress,
    teamDoor,
    /** Makes the classifier when nobody waits for the start of a host any more. */
    loadClassifier: (signal: AbortSignal) => classifier.load(CLASSIFIER_PAUSE_MS, signal),
    async dispose() {
      await egress.dispose()
      await teamDoor.dispose()
      await workers.dispose()
      await backgroundWorkers.dispose()
    },
  } satisfies Disposable & Record<string, unknown>
}
