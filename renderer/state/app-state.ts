import type { AppEvent } from '#contracts/events.ts'
import type { HostCommand } from '#contracts/host-command.ts'
import { t } from '../i18n/t.ts'
import { type ComparisonStore, createComparisonStore } from './comparison-store.ts'
import { type ComposeStore, createComposeStore } from './compose-store.ts'
import type { Connection } from './connect.ts'
import { type ConnectionStore, createConnectionStore } from './connection-store.ts'
import { type CostsStore, createCostsStore } from './costs-store.ts'
import { createDocumentStore, type DocumentStore } from './document-store.ts'
import { type DraftSync, startDraftSync } from './draft-sync.ts'
import { readEarlierDraft } from './earlier-draft.ts'
import { follow } from './follow.ts'
import { createGenerationStore, type GenerationStore } from './generation-store.ts'
import { applyHostCommand } from './host-commands.ts'
import { createHostStore, type HostStore } from './host-store.ts'
import { createInsightStore, type InsightStore } from './insight-store.ts'
import { createJobFiguresStore, type JobFiguresStore } from './job-figures-store.ts'
import { createJobsStore, type JobsStore } from './jobs-store.ts'
import { createLangbaseStore, type LangbaseStore } from './langbase-store.ts'
import { createLearningStore, type LearningStore } from './learning-store.ts'
import { createLedgerStore, type LedgerStore } from './ledger-store.ts'
import { startLiveChecks } from './live-checks.ts'
import { createMarkingStore, type MarkingStore } from './marking-store.ts'
import { createModelsStore, type ModelsStore } from './models-store.ts'
import { createOnboardingStore, type OnboardingStore } from './onboarding-store.ts'
import { createOutcomesStore, type OutcomesStore } from './outcomes-store.ts'
import { createPaletteStore, type PaletteStore } from './palette-store.ts'
import { createPicturesStore, type PicturesStore } from './pictures-store.ts'
import { createPreviewStore, type PreviewStore } from './preview-store.ts'
import { createProviderDesk, type ProviderDesk } from './provider-desk.ts'
import { createResourcesStore, type ResourcesStore } from './resources-store.ts'
import { createRolloutStore, type RolloutStore } from './rollout-store.ts'
import { createRoutingStore, type RoutingStore } from './routing-store.ts'
import { createRulesStore, type RulesStore } from './rules-store.ts'
import type { KeyValueStorage } from './saved.ts'
import { createShortcutsStore, type ShortcutsStore } from './shortcuts-store.ts'
import { createSourcesStore, type SourcesStore } from './sources-store.ts'
import { createTemplatesStore, type TemplatesStore } from './templates-store.ts'
import { createTestWorkStore, type TestWorkStore } from './test-work-store.ts'
import { createTestsStore, type TestsStore } from './tests-store.ts'
import { createUiStore, type UiStore } from './ui-store.ts'
import { createUpkeepStore, type UpkeepStore } from './upkeep-store.ts'
import { createVerdictStore, type VerdictStore } from './verdict-store.ts'
import { createWishesStore, type WishesStore } from './wishes-store.ts'

const EVENTS_RETRY_MS = 1_000

/** Everything the views read, built once by {@link createAppState}. */
export interface AppState {
  readonly connection: ConnectionStore
  readonly ui: UiStore
  readonly palette: PaletteStore
  readonly shortcuts: ShortcutsStore
  readonly wishes: WishesStore
  readonly host: HostStore
  readonly sources: SourcesStore
  readonly compose: ComposeStore
  readonly templates: TemplatesStore
  readonly preview: PreviewStore
  readonly generation: GenerationStore
  readonly documents: DocumentStore
  readonly comparison: ComparisonStore
  readonly jobs: JobsStore
  readonly jobFigures: JobFiguresStore
  readonly ledger: LedgerStore
  readonly rules: RulesStore
  readonly insight: InsightStore
  readonly marking: MarkingStore
  readonly resources: ResourcesStore
  readonly models: ModelsStore
  readonly costs: CostsStore
  readonly langbase: LangbaseStore
  readonly routing: RoutingStore
  readonly learning: LearningStore
  readonly rollouts: RolloutStore
  readonly tests: TestsStore
  readonly testWork: TestWorkStore
  readonly pictures: PicturesStore
  readonly outcomes: OutcomesStore
  readonly verdicts: VerdictStore
  readonly upkeep: UpkeepStore
  readonly onboarding: OnboardingStore
  readonly providerDesk: ProviderDesk
  readonly drafts: DraftSync
  dispose(): void
}

/** Builds the stores and keeps them current by the core's events. `schedule` runs a callback with the next frame. */
export function createAppState(options: {
  open(): Promise<Connection>
  storage: KeyValueStorage
  schedule(callback: () => void): void
}): AppState {
  const { storage } = options
  const connection = createConnectionStore(options.open)
  const ui = createUiStore(storage)
  const palette = createPaletteStore(storage)
  const shortcuts = createShortcutsStore(storage)
  const wishes = createWishesStore()
  const host = createHostStore(connection)
  const earlier = readEarlierDraft(storage)
  const sources = createSourcesStore(connection, earlier.excludedSources)
  const compose = createComposeStore(earlier, storage)
  const templates = createTemplatesStore(connection)
  const preview = createPreviewStore()
  const generation = createGenerationStore(connection, storage, options.schedule)
  const documents = createDocumentStore(connection, generation)
  const comparison = createComparisonStore(connection, options.schedule)
  const jobs = createJobsStore(connection)
  const jobFigures = createJobFiguresStore(connection)
  const ledger = createLedgerStore(connection)
  const rules = createRulesStore(connection)
  const insight = createInsightStore(connection)
  const marking = createMarkingStore()
  const resources = createResourcesStore(connection)
  const models = createModelsStore(connection)
  const costs = createCostsStore(connection)
  const langbase = createLangbaseStore(connection)
  const routing = createRoutingStore(connection)
  const learning = createLearningStore(connection)
  const tests = createTestsStore(connection)
  const testWork = createTestWorkStore(connection, tests)
  const pictures = createPicturesStore(connection, ui)
  const outcomes = createOutcomesStore(connection)
  const rollouts = createRolloutStore(connection)
  const verdicts = createVerdictStore(connection)
  const upkeep = createUpkeepStore(connection)
  const onboarding = createOnboardingStore(connection)
  const providerDesk = createProviderDesk(connection)
  const drafts = startDraftSync({ connection, compose, sources, storage })

  const quietly = (work: Promise<void>): void => {
    // The connection banner already tells the person; the next event or connection asks again.
    work.catch(() => undefined)
  }
  const reloadAll = (): void => {
    for (const store of [host, sources, jobs, ledger, rules, templates]) quietly(store.getState().reload())
    quietly(generation.getState().reloadHistory())
    quietly(onboarding.getState().reload())
    routing.getState().changed()
    learning.getState().changed()
    outcomes.getState().changed()
    rollouts.getState().changed()
  }
  const onEvent = (event: AppEvent): void => {
    switch (event.type) {
      case 'job_changed':
        jobs.getState().announced(event.job)
        testWork.getState().announced(event.job)
        break
      case 'jobs_held_back':
        jobs.getState().heldBackChanged()
        break
      case 'generation_changed':
        generation.getState().announced(event.generation)
        costs.getState().changed()
        routing.getState().changed()
        outcomes.getState().changed()
        rollouts.getState().changed()
        break
      case 'history_cleared':
        quietly(generation.getState().reloadHistory())
        routing.getState().changed()
        quietly(jobs.getState().reload())
        break
      case 'ledger_appended':
        quietly(ledger.getState().reload())
        quietly(generation.getState().refreshEgress())
        break
      case 'sources_changed':
        quietly(sources.getState().reload())
        break
      case 'budget_reached':
        costs.getState().changed()
        ui.getState().notify(budgetNotice(event.period, event.level))
        break
      case 'update_found':
        ui.getState().notify(t('Tidegate {version} is there. You find it in Settings, About.', event))
        break
      case 'config_changed':
        costs.getState().changed()
        quietly(host.getState().reload())
        break
      case 'routing_changed':
        learning.getState().changed()
        outcomes.getState().changed()
        break
      case 'flags_changed':
        rollouts.getState().changed()
        break
      case 'privacy_rules_changed':
        quietly(rules.getState().reload())
        break
      case 'templates_changed':
        quietly(templates.getState().reload())
        break
      case 'document_changed':
        documents.getState().announced(event.documentId)
        break
      case 'compose_changed':
        drafts.announced(event.revision)
        break
      case 'route_selected':
      case 'route_deferred':
      case 'route_blocked':
        // The generation's own stream carries its decision; this is for the list of them.
        routing.getState().changed()
        break
      case 'route_overridden':
        break
    }
  }

  let unfollow: () => void = () => undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  const followEvents = (): void => {
    unfollow = follow<AppEvent>(connection, {
      open: (client, signal) => client.events.watch(undefined, { signal }),
      // Whatever changed while nobody listened is asked for again, after the stream is attached so that nothing falls between.
      onAttach: reloadAll,
      onValue: onEvent,
      // This stream has no end of its own, so one that ends is asked for again.
      onEnd: () => {
        retry = setTimeout(followEvents, EVENTS_RETRY_MS)
      },
    })
  }
  followEvents()

  const stops = [
    follow<{ readonly online: boolean }>(connection, {
      open: (client, signal) => client.host.network(undefined, { signal }),
      onValue: ({ online }) => host.setState({ online }),
    }),
    follow<HostCommand>(connection, {
      open: (client, signal) => client.host.commands(undefined, { signal }),
      onValue: (command) => applyHostCommand(command, { ui, jobs, compose, generation }),
    }),
    () => {
      clearTimeout(retry)
      unfollow()
    },
    startLiveChecks({ connection, compose, sources, templates, preview, host, rules }),
  ]

  return {
    connection,
    ui,
    palette,
    shortcuts,
    wishes,
    host,
    sources,
    compose,
    templates,
    preview,
    generation,
    documents,
    comparison,
    jobs,
    jobFigures,
    ledger,
    rules,
    insight,
    marking,
    resources,
    models,
    costs,
    langbase,
    routing,
    learning,
    rollouts,
    tests,
    testWork,
    pictures,
    outcomes,
    verdicts,
    upkeep,
    onboarding,
    providerDesk,
    drafts,
    dispose() {
      drafts.dispose()
      for (const stop of stops.reverse()) stop()
      comparison.dispose()
      generation.dispose()
      // What was sent just now has to leave first; a page that goes closes its connection by itself.
      setTimeout(connection.dispose)
    },
  }
}

function budgetNotice(period: 'day' | 'month', level: 'soft' | 'hard'): string {
  return level === 'soft'
    ? t(
        '{period, select, day {The warning for today’s budget is reached.} other {The warning for this month’s budget is reached.}} See the costs under Routing.',
        { period },
      )
    : t(
        '{period, select, day {Today’s budget is spent} other {This month’s budget is spent}}: nothing more is sent to hosted models. See the costs under Routing.',
        { period },
      )
}
