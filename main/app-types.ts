import type { Diagnostics } from '#contracts/diagnostics.ts'
import type { LedgerEntry, ScanResult } from '#contracts/privacy.ts'
import type { DoctorReport } from '#contracts/rpc.ts'
import type { UpdateObstacle } from '#contracts/updates.ts'
import type { Telemetry } from './app-telemetry.ts'
import type { DraftService } from './compose/index.ts'
import type { ConfigStore, KeyService, KeyStore } from './config/index.ts'
import type { JobDesk } from './coordinator/index.ts'
import type { OpenedTeam, Portable, TeamWish } from './coordinator/team/index.ts'
import type { JobEngine } from './coordinator/types.ts'
import type { Costs } from './cost/index.ts'
import type { EventBus } from './event-bus.ts'
import type { Gate, GenerationService, ProviderRegistry } from './execution/index.ts'
import type { ComparisonService, DocumentService, Exports, HistorySearch } from './history/index.ts'
import type { Learning, MeasuredModel } from './learning/index.ts'
import type { ForkModelChild } from './model-process/index.ts'
import type { ModelService } from './models/index.ts'
import type { Disposable, Platform } from './platform.ts'
import type { SectionClassifier } from './privacy/classifier/index.ts'
import type { Egress } from './privacy/egress/types.ts'
import type { LedgerView } from './privacy/ledger-view.ts'
import type { MaskService } from './privacy/mask-service.ts'
import type { PrivacyInsight } from './privacy/privacy-insight.ts'
import type { PrivacyRules, RuleBook } from './privacy/rules/index.ts'
import type { Vaults } from './privacy/vault/index.ts'
import type { ProviderDesk } from './providers/index.ts'
import type { LangbaseDesk } from './providers/langbase/index.ts'
import type { MinuteKeeper, OwnProcesses } from './resources/index.ts'
import type { ResourceMonitor } from './resources/types.ts'
import type { RolloutBook } from './rollout/index.ts'
import type { Embedding, EmbedQueue, PassageSearch, SourceFolders, SourceLibrary } from './sources/index.ts'
import type { OpenedStorage } from './storage/index.ts'
import type { TemplateBook } from './templates/index.ts'
import type { OwnBuild, TestJobs } from './testing/jobs/index.ts'
import type { TestsView } from './testing/results/index.ts'
import type { PictureReview } from './testing/review/index.ts'
import type { Installed, UpdateInstaller, UpdateService } from './updates/index.ts'
import type { DataFolderService, Onboarding } from './upkeep/index.ts'

/** Where things are, and how much of a host this process is. */
export interface AppOptions {
  readonly dataDir: string
  /** Folder of lexicons and of the sample workspace. */
  readonly resourcesDir: string
  /** Built files of the storage thread, the workers and the sampling thread; absent when running from source. */
  readonly storageThreadFile?: string
  readonly textWorkerFile?: string
  readonly pictureWorkerFile?: string
  readonly samplingThreadFile?: string
  /** Starts the process of embedded models. Default: Node with the source file. */
  readonly forkModel?: ForkModelChild
  /** Makes the classifier of the calling thread, for the rules of this folder. Default: from the lexicons, for this app alone. */
  readonly classifierOf?: (rules: RuleBook) => SectionClassifier
  /** `host` runs in the background and recovers what a dead process left; `command` does one thing and goes. */
  readonly mode: 'host' | 'command'
  /** Where this build lies, which carries scenarios out on itself; absent where it cannot be started as a command. */
  readonly build?: OwnBuild
  readonly keys: KeyStore
  /** How this installation is renewed, or why it cannot be; absent where the host is no desktop app. */
  readonly updates?: {
    readonly installed: Omit<Installed, 'seed'> | UpdateObstacle
    readonly installer: UpdateInstaller
    /** Where releases are announced. Default: `updates.json` of the resources. */
    readonly sourceFile?: string
  }
}

/** The core: every service, built once, stopped in reverse. */
export interface App extends Disposable {
  readonly platform: Platform
  readonly config: ConfigStore
  readonly keys: KeyService
  readonly storage: OpenedStorage
  readonly egress: Egress
  readonly providers: ProviderRegistry
  readonly providerDesk: ProviderDesk
  readonly gate: Gate
  readonly generations: GenerationService
  readonly templates: TemplateBook
  readonly documents: DocumentService
  readonly comparisons: ComparisonService
  readonly history: HistorySearch
  readonly exports: Exports
  readonly sources: SourceLibrary
  readonly folders: SourceFolders
  /** Passages by words and, where there is an embedding model, by meaning. */
  readonly passages: PassageSearch
  readonly embedding: EmbedQueue
  /** The embedding model of the settings. */
  readonly embedder: Embedding
  readonly drafts: DraftService
  readonly jobs: JobEngine
  /** What a person sees of jobs, and how they steer them. */
  readonly jobDesk: JobDesk
  /** The queue of a team, for a worker and for moving jobs. */
  readonly team: {
    /** Connects to nothing yet. Throws BAD_INPUT. */
    open(wish: TeamWish): Promise<OpenedTeam>
    /** Has this machine run the team's jobs of the kinds that any machine can run; returns these. */
    register(engine: JobEngine): readonly string[]
    readonly portable: Portable
    /** Whether a job of the team that was never here can go on here. */
    canTake(job: { readonly kind: string; readonly subject: string }): Promise<boolean>
  }
  readonly resources: ResourceMonitor
  readonly resourceHistory: MinuteKeeper
  readonly ownProcesses: OwnProcesses
  readonly models: ModelService
  readonly events: EventBus
  readonly ledgerView: LedgerView
  readonly langbase: LangbaseDesk
  readonly costs: Costs
  readonly privacy: {
    scan(text: string, signal?: AbortSignal): Promise<ScanResult>
    readonly mask: MaskService['mask']
    readonly restore: MaskService['restore']
    readonly vaults: Vaults
    readonly rules: PrivacyRules
    readonly insight: PrivacyInsight
  }
  /** Flags and their rollouts. */
  readonly rollout: RolloutBook
  readonly routing: Learning & {
    /** Measures the local models, or one of them. Throws NOT_FOUND. */
    calibrate(id?: string, signal?: AbortSignal): Promise<MeasuredModel[]>
  }
  doctor(): Promise<DoctorReport>
  readonly dataFolder: DataFolderService
  readonly tests: TestsView
  readonly testJobs: TestJobs
  readonly pictures: PictureReview
  readonly onboarding: Onboarding
  readonly updates: UpdateService
  readonly telemetry: Telemetry
  /** What was done before this start that a person has to know, one sentence each. */
  readonly notices: readonly string[]
  /** Whether all data was deleted before this start. */
  readonly erased: boolean
  diagnostics(host?: { readonly version: string; readonly host: string }): Promise<Diagnostics>
  ledgerEntry(seq: number): Promise<LedgerEntry>
  redactLedger(seq: number): Promise<boolean>
}
