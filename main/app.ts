import { join } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import type { ScanResult } from '#contracts/privacy.ts'
import { GuardWishSchema } from '#contracts/test-guard.ts'
import { composeExecution } from './app-execution.ts'
import { composeMachine } from './app-machine.ts'
import { composePrivacy } from './app-privacy.ts'
import { composeProviders } from './app-providers.ts'
import { composeTelemetry } from './app-telemetry.ts'
import { composeTesting } from './app-testing.ts'
import type { App, AppOptions } from './app-types.ts'
import { composeUpdates } from './app-updates.ts'
import { composeUpkeep } from './app-upkeep.ts'
import { composeWriting } from './app-writing.ts'
import { createBackgroundWork } from './background-work.ts'
import { openConfig } from './config/index.ts'
import { createCoordination, createJobDesk } from './coordinator/index.ts'
import { openTeam } from './coordinator/team/index.ts'
import { createEventBus } from './event-bus.ts'
import { createDeferredWatch, createTeamWork } from './execution/index.ts'
import { judgeImported } from './history/import/index.ts'
import { calibrateModels, createLearning } from './learning/index.ts'
import type { Platform } from './platform.ts'
import { createAnchoredLedger, openAnchorFile } from './privacy/egress/index.ts'
import { createLedgerView } from './privacy/ledger-view.ts'
import { createMaskService } from './privacy/mask-service.ts'
import { createPrivacyInsight } from './privacy/privacy-insight.ts'
import { createProviderDesk } from './providers/index.ts'
import { createLangbaseDesk, loadPipeTemplates } from './providers/langbase/index.ts'
import { openRollout } from './rollout/index.ts'
import { createEmbedding, createSourceServices } from './sources/index.ts'
import { addSampleWorkspace } from './sources/sample-workspace.ts'
import { applyNextStart, type OpenedStorage, openStorage } from './storage/index.ts'

export type { App, AppOptions } from './app-types.ts'

/**
 * The composition root: the one place that knows every service; larger parts are built in the files beside it. Throws what opening throws: CONFIG_INVALID, DATABASE_NEWER,
 * DATABASE_DAMAGED, DATA_DIR_READ_ONLY.
 */
export async function createApp(options: AppOptions, platform: Platform): Promise<App> {
  const { clock, log } = platform
  // Only the one process that serves the folder may change it under everybody's feet, and before anything in it is read.
  const applied = options.mode === 'host' ? applyNextStart(options.dataDir, clock.now()) : null
  const config = openConfig(options.dataDir)
  const background = createBackgroundWork(log)
  const events = createEventBus((error) => log.error('events.listener_failed', error))
  const opened = await openStorage({
    dataDir: options.dataDir,
    mode: options.mode === 'host' ? 'thread' : 'inline',
    log,
    ...(options.storageThreadFile === undefined ? {} : { threadFile: options.storageThreadFile }),
  })
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
  const privacy = await composePrivacy({
    options,
    platform,
    config,
    storage,
    events,
    onRulesChanged() {
      forgetScans()
      background.run(sourceServices.relabel(), 'sources.relabel_failed')
      jobs.wake('world-changed')
    },
  })
  const { workers, backgroundWorkers, vaults, egress } = privacy
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
    tests: async () => (options.build == null ? 'unknown' : (await testing.testJobs.guard(GuardWishSchema.parse({}))).status),
    installation: learning.installation,
    platform,
    onChange: () => events.emit({ type: 'flags_changed' }),
  })
  const machine = composeMachine({
    options,
    platform,
    config,
    storage,
    throttle: () => coordination.throttle(),
  })
  const { resources, models } = machine
  const { clients, costs, providers, bound, keys } = composeProviders({
    options,
    platform,
    config,
    storage,
    events,
    egress,
    models,
    performance: learning.performance,
    // Whoever shows providers asks again, and what waited for a hosted service gets another look.
    onKeysChanged() {
      events.emit({ type: 'config_changed' })
      jobs.wake('world-changed')
    },
  })
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
    dataDir: options.dataDir,
    mode: options.mode,
    inBackground: background.run,
    onChange: () => events.emit({ type: 'sources_changed' }),
  })
  const { sources, folders } = sourceServices
  const { gate, live, ahead, difficulty, forgetScans } = composeExecution({
    options,
    platform,
    config,
    storage,
    events,
    workers,
    rules: privacy.rules,
    vaults,
    resources,
    providers,
    costs,
    learning,
    flags: rollout.flags,
    jobs,
    sourceServices,
  })
  const { stopPictures, ...testing } = composeTesting({ options, platform, storage, coordination })
  const writing = composeWriting({
    options,
    platform,
    storage,
    events,
    workers,
    feedback: learning.feedback,
    passages: sourceServices.search,
    jobs,
    gate,
    live,
    ahead,
    sources,
  })
  const { generations, drafts } = writing
  const updates = composeUpdates({ options, platform, config, egress, events, seed: learning.installation })
  const jobDesk = createJobDesk({
    storage: storage.jobs,
    jobs,
    schedules: coordination.schedules,
    clock,
    concurrency: () => config.get().coordinator.concurrency,
    hasSubject,
  })
  const telemetry = composeTelemetry({
    dataDir: options.dataDir,
    platform,
    config,
    egress,
    bound,
    counted: { events, jobDesk, resources, storage, rollout: rollout.book },
  })
  const masks = createMaskService({ platform, vaults, workers })
  const insight = createPrivacyInsight({ clock, config, workers, generations: storage.generations })
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
    machine.tryModelsAgain()
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

  /** What the first request would have to wait for, were it not read by then; the first window does not wait for it. */
  async function readAhead(): Promise<void> {
    await privacy.loadClassifier(closing.signal)
    if (!closing.signal.aborted) difficulty()
  }

  async function hasSubject(kind: string, subject: string): Promise<boolean> {
    if (kind === 'sync-folder') return (await storage.folders.get(subject)) !== null
    // The other kinds look at all sources.
    return kind !== 'index-source' || (await storage.sources.get(subject)) !== null
  }

  const upkeep = composeUpkeep({
    options,
    platform,
    config,
    storage,
    events,
    applied,
    providers,
    resources,
    difficulty,
    embedding: sourceServices.embedding,
    egress,
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
    await Promise.all([learning.changes.follow(), rollout.follow()])
    await coordination.start()
    machine.minutes.start()
    updates.start()
    background.run(readAhead(), 'start.read_ahead_failed')
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
    ...writing,
    sources,
    folders,
    passages: sourceServices.search,
    embedding: sourceServices.embedding,
    embedder,
    jobs,
    jobDesk,
    team: {
      open: (wish) => openTeam({ platform, keys: options.keys, socket: (target) => privacy.teamDoor.socket(target) }, wish),
      ...createTeamWork({ generations, storage, workers }),
    },
    resources,
    resourceHistory: machine.minutes,
    ownProcesses: machine.ownProcesses,
    models,
    events,
    costs,
    langbase: createLangbaseDesk({
      account: clients.langbase,
      config,
      templates: () => loadPipeTemplates(options.resourcesDir),
      scan: (text, signal) => workers.scan(text, signal),
      sources,
    }),
    ledgerView: createLedgerView({ ledger: storage.ledger, vaults }),
    privacy: { scan, mask: masks.mask, restore: masks.restore, vaults, rules: privacy.rules, insight },
    rollout: rollout.book,
    routing: { ...learning, calibrate: (id, signal) => calibrateModels({ providers, learning, clock }, id, signal) },
    providerDesk: createProviderDesk({ config, egress, depsOf: clients.depsOf, env: platform.env, clock }),
    ...testing,
    ...upkeep,
    updates,
    telemetry,
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
      await updates.dispose()
      await seeding
      await sourceServices.dispose()
      await background.settled()
      await coordination.dispose()
      await machine.stopModels()
      // What was logged until here still goes.
      await telemetry.dispose()
      await privacy.dispose()
      await stopPictures()
      await machine.dispose()
      await rollout.dispose()
      await learning.changes.dispose()
      await storage.dispose()
    },
  }
}
