import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Template } from '#contracts/templates.ts'
import type { AppState } from './app-state.ts'
import type { ComparisonState } from './comparison-store.ts'
import type { ComposeState } from './compose-store.ts'
import type { ConnectionState } from './connection-store.ts'
import type { CostsState } from './costs-store.ts'
import type { DocumentState } from './document-store.ts'
import type { GenerationState } from './generation-store.ts'
import type { HostState } from './host-store.ts'
import type { InsightState } from './insight-store.ts'
import type { JobFiguresState } from './job-figures-store.ts'
import type { JobsState } from './jobs-store.ts'
import type { LangbaseState } from './langbase-store.ts'
import type { LearningState } from './learning-store.ts'
import type { LedgerState } from './ledger-store.ts'
import type { MarkingState } from './marking-store.ts'
import type { ModelsState } from './models-store.ts'
import type { OnboardingStoreState } from './onboarding-store.ts'
import type { OutcomesState } from './outcomes-store.ts'
import type { PaletteState } from './palette-store.ts'
import type { PicturesState } from './pictures-store.ts'
import type { PreviewState } from './preview-store.ts'
import type { ResourcesState } from './resources-store.ts'
import type { RolloutState } from './rollout-store.ts'
import type { RoutingState } from './routing-store.ts'
import type { RulesState } from './rules-store.ts'
import type { ShortcutsState } from './shortcuts-store.ts'
import type { SourcesState } from './sources-store.ts'
import type { TemplatesState } from './templates-store.ts'
import type { TestWorkState } from './test-work-store.ts'
import type { TestsState } from './tests-store.ts'
import type { UiState } from './ui-store.ts'
import type { UpkeepState } from './upkeep-store.ts'
import type { VerdictState } from './verdict-store.ts'

export const AppContext = createContext<AppState | null>(null)

/** The stores of this window. */
export function useApp(): AppState {
  const app = useContext(AppContext)
  if (!app) throw new Error('useApp is called outside of AppContext.')
  return app
}

export const useConnection = <U>(select: (state: ConnectionState) => U): U => useStore(useApp().connection, select)
export const useUi = <U>(select: (state: UiState) => U): U => useStore(useApp().ui, select)
export const usePalette = <U>(select: (state: PaletteState) => U): U => useStore(useApp().palette, select)
export const useShortcutKeys = <U>(select: (state: ShortcutsState) => U): U => useStore(useApp().shortcuts, select)
export const useHost = <U>(select: (state: HostState) => U): U => useStore(useApp().host, select)
export const useSources = <U>(select: (state: SourcesState) => U): U => useStore(useApp().sources, select)
export const useCompose = <U>(select: (state: ComposeState) => U): U => useStore(useApp().compose, select)
export const useTemplates = <U>(select: (state: TemplatesState) => U): U => useStore(useApp().templates, select)
export const usePreview = <U>(select: (state: PreviewState) => U): U => useStore(useApp().preview, select)
export const useGeneration = <U>(select: (state: GenerationState) => U): U => useStore(useApp().generation, select)
export const useDocument = <U>(select: (state: DocumentState) => U): U => useStore(useApp().documents, select)
export const useComparison = <U>(select: (state: ComparisonState) => U): U => useStore(useApp().comparison, select)
export const useJobs = <U>(select: (state: JobsState) => U): U => useStore(useApp().jobs, select)
export const useJobFigures = <U>(select: (state: JobFiguresState) => U): U => useStore(useApp().jobFigures, select)
export const useLedger = <U>(select: (state: LedgerState) => U): U => useStore(useApp().ledger, select)
export const useRules = <U>(select: (state: RulesState) => U): U => useStore(useApp().rules, select)
export const useInsight = <U>(select: (state: InsightState) => U): U => useStore(useApp().insight, select)
export const useMarking = <U>(select: (state: MarkingState) => U): U => useStore(useApp().marking, select)
export const useResources = <U>(select: (state: ResourcesState) => U): U => useStore(useApp().resources, select)
export const useModels = <U>(select: (state: ModelsState) => U): U => useStore(useApp().models, select)
export const useCosts = <U>(select: (state: CostsState) => U): U => useStore(useApp().costs, select)
export const useLangbase = <U>(select: (state: LangbaseState) => U): U => useStore(useApp().langbase, select)
export const useRouting = <U>(select: (state: RoutingState) => U): U => useStore(useApp().routing, select)
export const useOutcomes = <U>(select: (state: OutcomesState) => U): U => useStore(useApp().outcomes, select)
export const usePictures = <U>(select: (state: PicturesState) => U): U => useStore(useApp().pictures, select)
export const useTests = <U>(select: (state: TestsState) => U): U => useStore(useApp().tests, select)
export const useTestWork = <U>(select: (state: TestWorkState) => U): U => useStore(useApp().testWork, select)
export const useRollouts = <U>(select: (state: RolloutState) => U): U => useStore(useApp().rollouts, select)
export const useLearning = <U>(select: (state: LearningState) => U): U => useStore(useApp().learning, select)
export const useUpkeep = <U>(select: (state: UpkeepState) => U): U => useStore(useApp().upkeep, select)
export const useOnboarding = <U>(select: (state: OnboardingStoreState) => U): U => useStore(useApp().onboarding, select)
export const useVerdicts = <U>(select: (state: VerdictState) => U): U => useStore(useApp().verdicts, select)

/** The template that the request is written with; undefined until the templates have arrived. */
export function useChosenTemplate(): Template | undefined {
  const chosen = useCompose((s) => s.template)
  return useTemplates((s) => s.templates.find(({ id }) => id === chosen))
}
