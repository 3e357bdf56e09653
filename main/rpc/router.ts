import type { DraftRules } from '#contracts/routing-history.ts'
import type { HostFacts } from '#contracts/rpc.ts'
import type { App } from '../app.ts'
import { createAsyncQueue } from '../async-queue.ts'
import { admissionLimits } from '../coordinator/index.ts'
import { judged } from '../privacy/index.ts'
import type { RoutingRules } from '../routing/index.ts'
import { isConfined } from './confinement.ts'
import { type Desktop, hostHandlers } from './host-handlers.ts'
import { createImplementer } from './implementer.ts'
import { jobsHandlers } from './jobs-handlers.ts'
import { langbaseHandlers } from './langbase-handlers.ts'
import { picturesHandlers } from './pictures-handlers.ts'
import { rolloutHandlers } from './rollout-handlers.ts'
import { testsHandlers } from './tests-handlers.ts'
import { updatesHandlers } from './updates-handlers.ts'
import { dataFolderHandlers, onboardingHandlers, providersHandlers } from './upkeep-handlers.ts'

/**
 * The contract filled with the services of one app. Hosts mount it on their transport; input is validated before a handler
 * sees it. Streams end when their consumer goes away (`signal`).
 */
export function createRouter(app: App, host: HostFacts, desktop: Desktop = {}) {
  const os = createImplementer(app.platform.log, isConfined(app.platform.env))

  return os.router({
    host: hostHandlers(os.host, app, host, desktop),
    privacy: {
      scan: os.privacy.scan.handler(async ({ input, signal }) => judged(await app.privacy.scan(input.text, signal))),
      mask: os.privacy.mask.handler(({ input }) => app.privacy.mask(input.text, input.vaultId, { keep: input.keep })),
      restore: os.privacy.restore.handler(({ input }) => app.privacy.restore(input.text, input.vaultId)),
      rules: {
        list: os.privacy.rules.list.handler(async () => [...(await app.privacy.rules.list())]),
        add: os.privacy.rules.add.handler(({ input }) => app.privacy.rules.add(input)),
        test: os.privacy.rules.test.handler(({ input }) => app.privacy.rules.test(input.rule, input.sample)),
        remove: os.privacy.rules.remove.handler(async ({ input }) => ({ removed: await app.privacy.rules.remove(input.id) })),
      },
      tryOut: os.privacy.tryOut.handler(({ input, signal }) => app.privacy.insight.tryOut(input.text, signal)),
      statistics: os.privacy.statistics.handler(({ input }) => app.privacy.insight.statistics(input.days)),
      simulate: os.privacy.simulate.handler(({ input }) => app.privacy.insight.simulate(input)),
    },
    routing: {
      preview: os.routing.preview.handler(({ input, signal }) => app.generations.preview(input, signal)),
      providers: os.routing.providers.handler(async () => ({
        states: await app.providers.states(),
        providers: await app.providers.statuses(),
      })),
      decisions: os.routing.decisions.handler(async ({ input }) => [...(await app.storage.generations.decided(input))]),
      providersAsked: os.routing.providersAsked.handler(async () => [...(await app.storage.generations.providersAsked())]),
      outcomes: os.routing.outcomes.handler(({ input }) => app.routing.history.outcomes(input.limit)),
      explain: os.routing.explain.handler(async ({ input }) => {
        const explained = await app.routing.history.explain(input.id)
        return { ...explained, counterfactuals: [...explained.counterfactuals] }
      }),
      replay: os.routing.replay.handler(({ input }) => app.routing.history.replay(input.id, draftOf(input.rules))),
      simulate: os.routing.simulate.handler(async ({ input }) => {
        const { changes, ...totals } = await app.routing.history.simulate(draftOf(input.rules), input.limit)
        return { ...totals, changes: changes.map((change) => ({ ...change, ids: [...change.ids] })) }
      }),
      performance: os.routing.performance.handler(async () => [...(await app.routing.performance.all())]),
      rate: os.routing.rate.handler(async ({ input }) => {
        await app.routing.feedback.add(input.id, input.verdict, input.editedShare)
        return { recorded: true as const }
      }),
      verdicts: os.routing.verdicts.handler(async ({ input }) => [...(await app.routing.feedback.of(input.id))]),
      rated: os.routing.rated.handler(() => app.routing.feedback.counts()),
      train: os.routing.train.handler(() => app.routing.training.train()),
      corrections: os.routing.corrections.handler(async () => [...(await app.routing.training.history())]),
      rollback: os.routing.rollback.handler(({ input }) => app.routing.training.rollback(input.version)),
      experiments: {
        list: os.routing.experiments.list.handler(() => app.routing.experiments.reports()),
        start: os.routing.experiments.start.handler(({ input }) => app.routing.experiments.start(input)),
        stop: os.routing.experiments.stop.handler(({ input }) => app.routing.experiments.stop(input.id)),
      },
      changes: os.routing.changes.handler(async ({ input }) => [...(await app.routing.changes.list(input.limit))]),
      revert: os.routing.revert.handler(({ input }) => app.routing.changes.revert(input.seq)),
    },
    rollout: rolloutHandlers(os.rollout, app),
    sources: {
      add: os.sources.add.handler(({ input, signal }) =>
        app.sources.add({ name: input.name, mediaType: input.mediaType, bytes: Buffer.from(input.base64, 'base64') }, signal),
      ),
      list: os.sources.list.handler(async () => [...(await app.sources.list())]),
      text: os.sources.text.handler(({ input }) => app.sources.text(input.id)),
      search: os.sources.search.handler(async ({ input }) => {
        const { hits, meaning } = await app.passages.search(input.query, input.limit, { folder: input.folder, typing: input.typing })
        return { hits: [...hits], meaning }
      }),
      embedding: os.sources.embedding.handler(() => app.embedding.status()),
      locate: os.sources.locate.handler(async ({ input }) => ({ location: await app.storage.sources.locate(input.id, input.offset) })),
      addFolder: os.sources.addFolder.handler(({ input }) => app.folders.add(input.path)),
      folders: os.sources.folders.handler(() => app.folders.list()),
      folderFiles: os.sources.folderFiles.handler(async ({ input: { id, ...page } }) => [...(await app.folders.files(id, page))]),
      syncFolder: os.sources.syncFolder.handler(({ input }) => app.folders.sync(input.id)),
      removeFolder: os.sources.removeFolder.handler(({ input }) => app.folders.remove(input.id)),
      remove: os.sources.remove.handler(async ({ input }) => ({ removed: await app.sources.remove(input.id) })),
    },
    compose: {
      get: os.compose.get.handler(() => app.drafts.get()),
      save: os.compose.save.handler(({ input }) => app.drafts.save(input)),
      kept: os.compose.kept.handler(async () => [...(await app.drafts.kept())]),
      discard: os.compose.discard.handler(async ({ input }) => ({ discarded: await app.drafts.discard(input.id) })),
    },
    langbase: langbaseHandlers(os.langbase, app),
    costs: { report: os.costs.report.handler(({ input }) => app.costs.report(input.days)) },
    keys: {
      set: os.keys.set.handler(({ input }) => app.keys.set(input)),
      importFile: os.keys.importFile.handler(() => app.keys.importFile()),
    },
    templates: {
      list: os.templates.list.handler(() => app.templates.list()),
      get: os.templates.get.handler(({ input }) => app.templates.get(input.id)),
      put: os.templates.put.handler(({ input }) => app.templates.put(input)),
      remove: os.templates.remove.handler(async ({ input }) => ({ removed: await app.templates.remove(input.id) })),
    },
    documents: {
      list: os.documents.list.handler(async ({ input }) => [...(await app.documents.list(input))]),
      get: os.documents.get.handler(({ input }) => app.documents.get(input.id)),
      ofGeneration: os.documents.ofGeneration.handler(({ input }) => app.documents.ofGeneration(input.id)),
      version: os.documents.version.handler(({ input }) => app.documents.version(input.id)),
      edit: os.documents.edit.handler(({ input }) => app.documents.edit(input.parent, input.text)),
      restore: os.documents.restore.handler(({ input }) => app.documents.restore(input.id)),
      name: os.documents.name.handler(async ({ input }) => {
        await app.documents.name(input.id, input.name)
        return { named: true }
      }),
      keep: os.documents.keep.handler(async ({ input }) => {
        await app.documents.keep(input.id)
        return { kept: true }
      }),
      remove: os.documents.remove.handler(async ({ input }) => {
        await app.documents.remove(input.id)
        return { removed: true }
      }),
    },
    comparisons: {
      start: os.comparisons.start.handler(({ input }) => app.comparisons.start(input.request, input.routes)),
      get: os.comparisons.get.handler(({ input }) => app.comparisons.get(input.id)),
      choose: os.comparisons.choose.handler(({ input }) => app.comparisons.choose(input.id, input.generation)),
    },
    history: {
      search: os.history.search.handler(({ input }) => app.history.search(input)),
      export: os.history.export.handler(({ input }) => app.exports.export(input.id, input.format)),
    },
    generations: {
      start: os.generations.start.handler(({ input }) => app.generations.start(input)),
      watch: os.generations.watch.handler(({ input, signal }) => app.generations.watch(input.id, signal)),
      get: os.generations.get.handler(({ input }) => app.generations.get(input.id)),
      list: os.generations.list.handler(async ({ input }) => [...(await app.storage.generations.list(input))]),
      cancel: os.generations.cancel.handler(async ({ input }) => ({ cancelled: await app.generations.cancel(input.id) })),
    },
    jobs: jobsHandlers(os.jobs, app),
    ledger: {
      list: os.ledger.list.handler(async ({ input }) =>
        (await app.storage.ledger.list(input)).map(({ payload: _payload, ...entry }) => entry),
      ),
      search: os.ledger.search.handler(({ input }) => app.ledgerView.search(input)),
      totals: os.ledger.totals.handler(async ({ input }) => [...(await app.storage.ledger.totals(input))]),
      export: os.ledger.export.handler(({ input }) => app.ledgerView.export(input.format, input.after)),
      compare: os.ledger.compare.handler(({ input }) => app.ledgerView.compare(input.seq)),
      get: os.ledger.get.handler(({ input }) => app.ledgerEntry(input.seq)),
      verify: os.ledger.verify.handler(() => app.storage.ledger.verify()),
      redact: os.ledger.redact.handler(async ({ input }) => ({ redacted: await app.redactLedger(input.seq) })),
    },
    resources: {
      current: os.resources.current.handler(() => app.resources.current()),
      limits: os.resources.limits.handler(() => {
        const { cpuHighPct, cpuLowPct, memoryReserveMb, batteryLowPct } = admissionLimits(app.config.get().machine)
        return { cpuStopsPct: cpuHighPct, cpuGoesOnPct: cpuLowPct, memoryReserveMb, batteryLowPct }
      }),
      history: os.resources.history.handler(({ input }) => app.resourceHistory.history(input.span)),
      processes: os.resources.processes.handler(() => app.ownProcesses.read()),
      watch: os.resources.watch.handler(async function* ({ signal }) {
        const queue = createAsyncQueue<import('#contracts/resources.ts').ResourceSample[]>((last, next) => [...last, ...next], signal)
        const stop = app.resources.subscribe((sample) => queue.push([sample]))
        try {
          yield [...app.resources.history()]
          yield* queue
        } finally {
          stop()
        }
      }),
    },
    models: {
      list: os.models.list.handler(() => app.models.list()),
      add: os.models.add.handler(async ({ input }) => ({ providerId: await app.models.add(input.file, input.prefer) })),
      load: os.models.load.handler(async ({ input, signal }) => {
        await app.models.load(input.file, signal ?? new AbortController().signal)
        return { loaded: true as const }
      }),
      unload: os.models.unload.handler(async () => {
        await app.models.unload()
        return { unloaded: true as const }
      }),
      tryAgain: os.models.tryAgain.handler(({ input }) => {
        app.models.tryAgain(input.file)
        return { cleared: true as const }
      }),
      verify: os.models.verify.handler(({ input, signal }) =>
        app.models.verify(input.file, { signal: signal ?? new AbortController().signal }),
      ),
    },
    providers: providersHandlers(os.providers, app),
    dataFolder: dataFolderHandlers(os.dataFolder, app, desktop),
    diagnostics: { preview: os.diagnostics.preview.handler(() => app.diagnostics({ version: host.version, host: host.host })) },
    tests: testsHandlers(os.tests, app),
    pictures: picturesHandlers(os.pictures, app),
    onboarding: onboardingHandlers(os.onboarding, app),
    updates: updatesHandlers(os.updates, app),
    config: {
      get: os.config.get.handler(() => app.config.get()),
      set: os.config.set.handler(({ input }) => app.config.set(input.path, input.value)),
    },
    events: {
      watch: os.events.watch.handler(async function* ({ signal }) {
        const queue = createAsyncQueue<import('#contracts/events.ts').AppEvent>(undefined, signal)
        const stop = app.events.on((event) => queue.push(event))
        try {
          yield* queue
        } finally {
          stop()
        }
      }),
    },
  })
}

/** Draft rules without what was left out. */
function draftOf({ policy, weights }: DraftRules): Partial<RoutingRules> {
  return { ...(policy === undefined ? {} : { policy }), ...(weights === undefined ? {} : { weights }) }
}

export type AppRouter = ReturnType<typeof createRouter>
