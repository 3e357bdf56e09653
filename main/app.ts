import { homedir } from 'node:os'
import { join } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import type { ScanResult } from '#contracts/privacy.ts'
import { GuardWishSchema } from '#contracts/test-guard.ts'
import type { App, AppOptions } from './app-types.ts'
import { createBackgroundWork } from './background-work.ts'
import { createDraftService } from './compose/index.ts'
import { allKeys, createBoundKeys, createKeyService, keyOwners, openConfig, openKeyOrigins } from './config/index.ts'
import { createCoordination, createJobDesk, isOwnerAlive } from './coordinator/index.ts'
import { openTeam, TEAM_KEYS } from './coordinator/team/index.ts'
import { createCosts, loadPriceTable } from './cost/index.ts'
import { examine } from './doctor.ts'
import { createEventBus } from './event-bus.ts'
import {
  createAheadOfJobs,
  createConversationThreads,
  createDeferredWatch,
  createGate,
  createGenerateHandler,
  createGenerationService,
  createLiveDrafts,
  createPathwayPlanner,
  createProviderClients,
  createProviderRegistry,
  createRequestScanner,
  createTeamWork,
  type ProviderRegistry,
} from './execution/index.ts'
import { judgeImported } from './history/import/index.ts'
import { createComparisonService, createDocumentService, createExports, createHistorySearch } from './history/index.ts'
import { calibrateModels, createLearning } from './learning/index.ts'
import { forkNodeChild } from './model-process/index.ts'
import { createModelProcesses, createModelService } from './models/index.ts'
import { personName } from './person-name.ts'
import type { Platform } from './platform.ts'
import { createAnchoredLedger, createEgress, createRestrictedTexts, createTeamDoor, openAnchorFile } from './privacy/egress/index.ts'
import { findOriginals, lazyClassifier, makeClassifier } from './privacy/index.ts'
import { createLedgerView } from './privacy/ledger-view.ts'
import { createMaskService } from './privacy/mask-service.ts'
import { createPrivacyInsight } from './privacy/privacy-insight.ts'
import { createPrivacyRules, createRuleBook } from './privacy/rules/index.ts'
import { createProfileKeys, createVaults } from './privacy/vault/index.ts'
import { createProviderDesk } from './providers/index.ts'
import { createLangbaseDesk, loadPipeTemplates } from './providers/langbase/index.ts'
import { createMinuteKeeper, createOwnProcesses, createResourceMonitor, seemingMachineFile, withSeemingMachine } from './resources/index.ts'
import { openRollout } from './rollout/index.ts'
import { loadDifficulty } from './routing/index.ts'
import { createEmbedding, createSourceServices, createTextWorkers } from './sources/index.ts'
import { addSampleWorkspace } from './sources/sample-workspace.ts'
import type { TextWorkers } from './sources/types.ts'
import { applyNextStart, type OpenedStorage, openStorage } from './storage/index.ts'
import { createTemplateBook, loadBuiltInTemplates } from './templates/index.ts'
import { createTestJobs } from './testing/jobs/index.ts'
import { createTestsView } from './testing/results/index.ts'
import { createPictureReview } from './testing/review/index.ts'
import { createPictureWorkers } from './testing/visual/index.ts'
import { createDataFolder, makeDiagnostics, noticesOfApplied, openOnboarding } from './upkeep/index.ts'

export type { App, AppOptions } from './app-types.ts'

/** From a host's start until what the classifier is made of is read, unless a text comes sooner: the first window is there by then. */
const CLASSIFIER_PAUSE_MS = 1_000

/**
 * The composition root: the one place that knows every service. Throws what opening throws: CONFIG_INVALID, DATABASE_NEWER,
 * DATABASE_DAMAGED, DATA_DIR_READ_ONLY.
 */
export async function createApp(options: AppOptions, platform: Platform): Promise<App> {
  const { clock, log } = platform
  // Only the one process that serves the folder may change it under everybody's feet, and before anything in it is read.
  const applied = options.mode === 'host' ? applyNextStart(options.dataDir, clock.now()) : null
  const config = openConfig(options.dataDir)
  const background = createBackgroundWork(log)
  const events = createEventBus((error) => log.error('events.listener_failed', error))
  const opening = openStorage({
    dataDir: options.dataDir,
    mode: options.mode === 'host' ? 'thread' : 'inline',
    log,
    ...(options.storageThreadFile === undefined ? {} : { threadFile: options.storageThreadFile }),
  })
  const lexiconsDir = join(options.resourcesDir, 'lexicons')
  const ruleBook = createRuleBook()
  const classifier = lazyClassifier(function* () {
    return options.classifierOf?.(ruleBook) ?? (yield* makeClassifier(lexiconsDir, ruleBook))
  })
  const opened = await opening
  const storage: OpenedStorage = {
    ...opened,
    ledger: createAnchoredLedger({
      ledger: opened.ledger,
      file: openAnchorFile(options.dataDir),
      keys: options.keys,
      log,
      setAside: applied?.kind === 'restored' && !applied.ledgerCarried ? applied.setAside : null,
    }),
  }
  const rules = await createPrivacyRules({
    platform,
    store: storage.privacyRules,
    isRestricted: (text) => classifier.scan(text).label === 'restricted',
    book: ruleBook,
    onChange() {
      // What was scanned under the earlier rules is no longer known.
      requestScanner.forget()
      ahead.clear()
      events.emit({ type: 'privacy_rules_changed' })
      background.run(sourceServices.label(), 'sources.relabel_failed')
      jobs.wake('world-changed')
    },
  })
  const workers: TextWorkers = createTextWorkers({
    lexiconsDir,
    classifier,
    rules: () => rules.current(),
    ...(options.textWorkerFile === undefined ? {} : { workerFile: options.textWorkerFile }),
  })
  // What a person types never waits behind a folder that is read, or a text that is labelled.
  const backgroundWorkers: TextWorkers = createTextWorkers({
    lexiconsDir,
    classifier,
    rules: () => rules.current(),
    maxThreads: 1,
    background: true,
    ...(options.textWorkerFile === undefined ? {} : { workerFile: options.textWorkerFile }),
  })
  const pictureWorkers = createPictureWorkers(options.pictureWorkerFile === undefined ? {} : { workerFile: options.pictureWorkerFile })
  const vaults = createVaults({ store: storage.vaults, keys: createProfileKeys(options.keys), platform })
  const egress = createEgress({
    clock,
    log,
    ledger: storage.ledger,
    vaultEntries: (id) => vaults.entries(id),
    settings: () => config.get(),
    onSettings: (listener) => config.onChange(listener),
    rules: rules.current,
    guard: {
      labelsOf: workers.labels,
      findOriginals,
      overlapsRestricted: createRestrictedTexts(storage.sources),
      keys: () =>
        allKeys(options.keys, [...keyOwners(config.get().providers), ...Object.values(TEAM_KEYS).map((id) => ({ id }))], platform.env),
    },
    onLedger: (entry) => events.emit({ type: 'ledger_appended', seq: entry.seq }),
  })
  const teamDoor = createTeamDoor({
    clock,
    log,
    ledger: storage.ledger,
    settings: () => config.get(),
    onLedger: (entry) => events.emit({ type: 'ledger_appended', seq: entry.seq }),
  })
  const boundKeys = createBoundKeys(options.keys, openKeyOrigins(options.dataDir))
  const learning = createLearning({
    store: storage.routing,
    config,
    platform,
    dataDir: options.dataDir,
    announce: () => events.emit({ type: 'routing_changed' }),
  })
  const rollout = await openRollout({
    dataDir: options.dataDir,
    config,
    store: storage.routing,
    changes: learning.changes,
    // Where this build cannot be started it has no runs either.
    tests: async () => (options.build == null ? 'unknown' : (await testJobs.guard(GuardWishSchema.parse({}))).status),
    installation: learning.installation,
    platform,
    onChange: () => events.emit({ type: 'flags_changed' }),
  })
  const modelProcesses = createModelProcesses({
    fork: options.forkModel ?? (() => forkNodeChild(new URL('./model-process/entry.ts', import.meta.url), platform.env)),
    config,
    clock,
    log,
  })
  const { power } = platform
  const seeming = seemingMachineFile(platform.env)
  const machine = createResourceMonitor({
    clock,
    log,
    // A command looks once and goes.
    ...(options.mode === 'host' ? { thread: { file: options.samplingThreadFile ?? null } } : {}),
    ...(power === undefined ? {} : { thermal: () => power.thermal() }),
    modelRssBytes: modelProcesses.rssBytes,
    throttle: () => coordination.throttle(),
  })
  const resources = seeming === null ? machine : withSeemingMachine(machine, seeming)
  const minutes = createMinuteKeeper({ resources, store: storage.resources, clock, log })
  modelProcesses.follow(resources)
  const models = createModelService({
    dataDir: options.dataDir,
    home: homedir(),
    env: platform.env,
    config,
    resources,
    process: modelProcesses.writing,
    embeddingProcess: modelProcesses.embedding,
    clock,
  })
  const clients = createProviderClients({ config, keys: boundKeys, egress, clock })
  const costs = createCosts({
    clock,
    prices: loadPriceTable(options.resourcesDir),
    config,
    store: storage.generations,
    preferred: async () => (await providers.preferred('hosted'))?.config ?? null,
    onLevel({ period, level }) {
      if (level !== 'ok') events.emit({ type: 'budget_reached', period, level })
    },
  })
  const providers: ProviderRegistry = createProviderRegistry({
    config,
    models,
    keys: boundKeys,
    clients,
    clock,
    log,
    spending: costs,
    performance: learning.performance,
  })
  const keys = createKeyService({
    keys: options.keys,
    bound: boundKeys,
    config,
    // Whoever shows providers asks again, and what waited for a hosted service gets another look.
    onChanged() {
      events.emit({ type: 'config_changed' })
      jobs.wake('world-changed')
    },
  })
  const difficulty = loadDifficulty(join(options.resourcesDir, 'difficulty'))
  if (difficulty.estimator === null) log.warn('routing.difficulty_model_missing')
  const requestScanner = createRequestScanner({ workers, rules, generations: storage.generations, sources: storage.sources, log })
  const gate = createGate({
    platform,
    config,
    scanner: requestScanner,
    resources,
    providers,
    difficulty: difficulty.estimator,
    training: learning.training,
    experiments: learning.experiments,
    flags: rollout.flags,
  })
  const threads = createConversationThreads({ store: storage.threads, clock, log })
  const live = createLiveDrafts()
  const ahead = createAheadOfJobs(clock)
  const coordination = createCoordination({
    platform,
    storage: storage.jobs,
    resources,
    settings: () => config.get(),
    mode: options.mode,
  })
  const { jobs } = coordination
  const closing = new AbortController()
  const embedder = createEmbedding({ config, depsOf: clients.depsOf, models })
  const sourceServices = createSourceServices({
    platform,
    storage,
    jobs,
    workers,
    backgroundWorkers,
    embedding: embedder,
    rules: rules.current,
    dataDir: options.dataDir,
    mode: options.mode,
    inBackground: background.run,
    onChange: () => events.emit({ type: 'sources_changed' }),
  })
  const { sources, folders } = sourceServices
  jobs.register(
    'generate',
    createGenerateHandler({
      platform,
      storage,
      gate,
      live,
      ahead,
      sources,
      events,
      performance: learning.performance,
      feedback: learning.feedback,
      budget: costs,
      costs,
      providerOf: (id) => config.get().providers.find((provider) => provider.id === id) ?? null,
      pathways: createPathwayPlanner({
        config,
        workers,
        providers,
        vaults,
        threads,
        costs,
        log,
        byMeaning: sourceServices.search.byMeaning,
      }),
    }),
    // Somebody waits for it: everything else makes way.
    { needs: { cpu: 0.5, memoryMb: 0, gpuMemoryMb: 0, network: false, class: 'interactive', deferrableForMs: 0 } },
  )
  const testJobs = createTestJobs({
    platform,
    storage,
    jobs,
    schedules: coordination.schedules,
    dataDir: options.dataDir,
    build: options.build ?? null,
    mode: options.mode,
  })
  const templates = createTemplateBook({
    store: storage.templates,
    clock,
    builtIn: () => loadBuiltInTemplates(join(options.resourcesDir, 'templates')),
    onChanged: () => events.emit({ type: 'templates_changed' }),
  })
  const generations = createGenerationService({ platform, storage, jobs, gate, live, ahead, sources, events, templates })
  const documentChanged = (documentId: string): void => events.emit({ type: 'document_changed', documentId })
  const documents = createDocumentService({
    platform,
    store: storage.documents,
    removeDocument: storage.upkeep.removeDocument,
    scan: (text) => workers.scan(text),
    feedback: learning.feedback,
    onChanged: documentChanged,
    onRemoved: () => events.emit({ type: 'history_cleared' }),
  })
  const comparisons = createComparisonService({
    platform,
    store: storage.comparisons,
    documents: storage.documents,
    generations,
    onChanged: documentChanged,
  })
  const masks = createMaskService({ platform, vaults, workers })
  const insight = createPrivacyInsight({ clock, config, workers, generations: storage.generations })
  const drafts = createDraftService({
    store: storage.drafts,
    clock,
    onSaved: (revision) => events.emit({ type: 'compose_changed', revision }),
  })
  const deferred = createDeferredWatch({ resources, limits: () => config.get().machine, wake: () => jobs.wake('world-changed') })
  const stopJobEvents = jobs.onChange((job) => {
    deferred.onJob(job)
    events.emit({ type: 'job_changed', job })
    if (job.kind === 'generate') generations.follow(job).catch((error: unknown) => log.error('generations.follow_failed', error))
  })
  const stopGuard = events.on((event) => {
    if (event.type === 'generation_changed' && ['succeeded', 'failed'].includes(event.generation.state)) rollout.requestEnded()
  })
  const stopHeldBack = jobs.onHeldBack(() => events.emit({ type: 'jobs_held_back' }))
  const stopConfigEvents = config.onChange(() => {
    // Other settings are another chance for a model that kept crashing.
    modelProcesses.tryAgain()
    ahead.clear()
    events.emit({ type: 'config_changed' })
    jobs.wake('world-changed')
    background.run(sourceServices.embedding.request(), 'sources.embed_failed')
  })

  async function scan(text: string, signal?: AbortSignal): Promise<ScanResult> {
    const result = await workers.scan(text, signal)
    // Whoever types waits for the findings, not for the label of the draft.
    drafts.scanned(text, result.label).catch((error: unknown) => log.error('drafts.relabel_failed', error))
    return result
  }

  async function hasSubject(kind: string, subject: string): Promise<boolean> {
    if (kind === 'sync-folder') return (await storage.folders.get(subject)) !== null
    // The other kinds look at all sources.
    return kind !== 'index-source' || (await storage.sources.get(subject)) !== null
  }

  const doctor = () =>
    examine({
      options,
      platform,
      config,
      providers,
      storage,
      resources,
      difficulty,
      embedding: sourceServices.embedding,
      flagProblems: () => rollout.book.flags().problems,
    })

  let seeding: Promise<void> = Promise.resolve()
  if (options.mode === 'host') {
    // Only into a new data folder: who removed the samples does not want them back. Nobody has to wait for it.
    if (storage.opened.outcome === 'created') {
      seeding = addSampleWorkspace(join(options.resourcesDir, 'sample'), sources).catch((error: unknown) => {
        log.error('sources.sample_failed', error)
      })
    }
    // What an import was stopped before: until then it counts as restricted.
    background.run(
      judgeImported({ store: storage.documents, scan: (text, signal) => workers.scan(text, signal), log, signal: closing.signal }),
      'documents.judge_failed',
    )
    await learning.changes.follow()
    await coordination.start()
    minutes.start()
    // The first text would have to wait for it; but so would the first window.
    background.run(classifier.load(CLASSIFIER_PAUSE_MS, closing.signal), 'privacy.classifier_failed')
    // After the samples, which are labelled as they are added.
    background.run(
      seeding.then(() => sourceServices.start()),
      'folders.start_failed',
    )
  }

  return {
    platform,
    config,
    keys,
    storage,
    egress,
    providers,
    gate,
    generations,
    templates,
    documents,
    comparisons,
    history: createHistorySearch({ history: storage.history, passages: sourceServices.search }),
    exports: createExports({ documents: storage.documents, generations }),
    sources,
    folders,
    passages: sourceServices.search,
    embedding: sourceServices.embedding,
    embedder,
    jobs,
    jobDesk: createJobDesk({
      storage: storage.jobs,
      jobs,
      schedules: coordination.schedules,
      clock,
      concurrency: () => config.get().coordinator.concurrency,
      hasSubject,
    }),
    team: {
      open: (wish) => openTeam({ platform, keys: options.keys, socket: (target) => teamDoor.socket(target) }, wish),
      ...createTeamWork({ generations, storage, workers }),
    },
    resources,
    resourceHistory: minutes,
    ownProcesses: createOwnProcesses({
      procRoot: process.platform === 'linux' ? '/proc' : null,
      pid: process.pid,
      now: () => clock.monotonic(),
    }),
    models,
    events,
    drafts,
    costs,
    langbase: createLangbaseDesk({
      account: clients.langbase,
      config,
      templates: () => loadPipeTemplates(options.resourcesDir),
      scan: (text, signal) => workers.scan(text, signal),
      sources,
    }),
    ledgerView: createLedgerView({ ledger: storage.ledger, vaults }),
    privacy: { scan, mask: masks.mask, restore: masks.restore, vaults, rules, insight },
    rollout: rollout.book,
    routing: { ...learning, calibrate: (id, signal) => calibrateModels({ providers, learning, clock }, id, signal) },
    doctor,
    providerDesk: createProviderDesk({ config, egress, depsOf: clients.depsOf, env: platform.env, clock }),
    testJobs,
    tests: createTestsView({
      store: storage.testResults,
      now: () => clock.now(),
      isAlive: (owner) => isOwnerAlive(owner) !== false,
    }),
    pictures: createPictureReview({
      dataDir: options.dataDir,
      compare: pictureWorkers.compare,
      author: () => personName(platform.env),
      now: () => clock.now(),
    }),
    dataFolder: createDataFolder({
      dataDir: options.dataDir,
      storage,
      config,
      clock,
      onCleared: (what) => events.emit({ type: what === 'vectors' ? 'sources_changed' : 'history_cleared' }),
    }),
    onboarding: openOnboarding(options.dataDir, options.mode === 'host' && storage.opened.outcome === 'created'),
    notices: noticesOfApplied(applied),
    erased: applied?.kind === 'erased',
    diagnostics: (host) =>
      makeDiagnostics({
        ...(host === undefined ? {} : { host }),
        clock,
        dataDir: options.dataDir,
        config,
        storage,
        doctor,
        recentLog: platform.recentLog ?? (() => []),
      }),
    async ledgerEntry(seq) {
      const entry = await storage.ledger.get(seq)
      if (entry === null) throw new TidegateError('NOT_FOUND', `The ledger has no entry ${seq}.`)
      return entry
    },
    redactLedger: (seq) => storage.ledger.redact(seq, clock.now()),
    async dispose() {
      closing.abort()
      stopConfigEvents()
      stopJobEvents()
      stopHeldBack()
      stopGuard()
      await deferred.dispose()
      await seeding
      await sourceServices.dispose()
      await background.settled()
      await coordination.dispose()
      await modelProcesses.dispose()
      await egress.dispose()
      await teamDoor.dispose()
      await workers.dispose()
      await backgroundWorkers.dispose()
      await pictureWorkers.dispose()
      await minutes.dispose()
      await resources.dispose()
      await rollout.dispose()
      await learning.changes.dispose()
      await storage.dispose()
    },
  }
}
