import type { Comparison } from '#contracts/comparisons.ts'
import type { Draft, DraftSaveResult, KeptText, StoredDraft } from '#contracts/compose.ts'
import type { CostRow } from '#contracts/cost.ts'
import type { DocumentSummary, DocumentWithVersions, TurnRole, Version, VersionKind } from '#contracts/documents.ts'
import type { Attempt, Citation, Generation, GenerationState, GenerationSummary } from '#contracts/generation.ts'
import type { HistoryHit, HistoryQuery } from '#contracts/history.ts'
import type { LedgerFilter, LedgerLine } from '#contracts/ledger-view.ts'
import type { Label, LedgerEntry, LedgerRange, LedgerTotal, LedgerVerification, Route } from '#contracts/privacy.ts'
import type { FindingStatistics } from '#contracts/privacy-insight.ts'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import type { ResourceBucket } from '#contracts/resources.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import type { DecisionFilter, StoredDecision } from '#contracts/routing-history.ts'
import type { Experiment, Feedback, RoutingChange, TrainedCalibration } from '#contracts/routing-learning.ts'
import type { PerformanceStats } from '#contracts/routing-performance.ts'
import type { TemplateDefinition } from '#contracts/templates.ts'
import type { Disposable } from '../platform.ts'
import type { FolderStore } from './folder-store.ts'
import type { JobStore, NewJob } from './queue/types.ts'
import type { SourceStore } from './source-store.ts'
import type { TestResultStore } from './test-result-store.ts'
import type { UpkeepStore } from './upkeep-store.ts'
import type { VectorStore } from './vector-store.ts'

export type * from './queue/types.ts'
export type { FolderStore, SourceStore, UpkeepStore, VectorStore }

/** A generation as first written, before any work: what the user typed, and the job that will do it. */
export type NewGeneration = Pick<Generation, 'id' | 'jobId' | 'createdAt' | 'prompt' | 'template' | 'form' | 'options'> & {
  readonly sourceIds: readonly string[]
  /** The version that it goes on from, or stands beside as another branch; it opens a document without one. */
  readonly place?: { readonly under: string } | { readonly beside: string } | undefined
}

/** How one request was judged last: what another policy needs to judge it again. */
export type StoredJudgement = Pick<RoutingDecision, 'label' | 'status' | 'route' | 'options'> & { readonly generationId: string }

export interface GenerationStore {
  /** Generation and job in one transaction, synced to disk before it returns what `get` would find. */
  create(generation: NewGeneration, job: NewJob): Promise<Generation>
  get(id: string): Promise<Generation | null>
  list(page: { limit: number; before?: number | undefined }): Promise<readonly GenerationSummary[]>
  summary(id: string): Promise<GenerationSummary | null>
  setDecision(id: string, decision: RoutingDecision): Promise<void>
  /** Inserts or replaces by id. A `started` attempt is synced to disk before it returns. */
  putAttempt(attempt: Attempt): Promise<void>
  /** The draft so far; may lag behind the stream by a fraction of a second. */
  saveText(id: string, text: string): Promise<void>
  update(
    id: string,
    patch: Partial<
      Pick<
        Generation,
        | 'state'
        | 'engine'
        | 'text'
        | 'citations'
        | 'citationCoverage'
        | 'unresolvedSurrogates'
        | 'structured'
        | 'usage'
        | 'costUsd'
        | 'timings'
        | 'endedAt'
        | 'error'
      >
    >,
  ): Promise<void>
  /** Findings in the decisions since `since`, most frequent first. A request that was decided several times counts once. */
  findingCounts(since: number): Promise<Omit<FindingStatistics, 'since'>>
  /** The newest decisions that match, newest first, each with the request that it was made for. */
  decided(filter: DecisionFilter & { limit: number; before?: number | undefined }): Promise<readonly StoredDecision[]>
  /** Every provider that was ever asked, by id. */
  providersAsked(): Promise<readonly string[]>
  /** The last judgement of the newest requests. */
  judgements(limit: number): Promise<readonly StoredJudgement[]>
  /** The requests of one conversation, the oldest first. */
  turnsOf(conversation: string): Promise<readonly ConversationTurn[]>
  /** What one of them was about; null when it was deleted. */
  turnTexts(id: string): Promise<TurnTexts | null>
  /** Hosted cost of all attempts since `since`, US dollars. */
  spentUsd(since: number): Promise<number>
  /** Runs that Langbase counted, or will have counted, since `since`. */
  runUnits(since: number): Promise<number>
  /** What was spent by local day and model since `since`, newest day first. */
  costRows(since: number): Promise<readonly CostRow[]>
}

/** A request of a conversation, as far as a later one has to know of it. */
export interface ConversationTurn {
  readonly id: string
  /** Of the latest decision; null where none was made yet. */
  readonly label: Label | null
  /** Whether it was decided at any time that it leaves masked. */
  readonly leftMasked: boolean
}

export interface TurnTexts {
  readonly prompt: string
  readonly sources: readonly { readonly id: string; readonly name: string }[]
}

export type NewLedgerEntry = Omit<LedgerEntry, 'seq' | 'prevHash' | 'hash' | 'payloadSha256'>

export interface LedgerStore {
  /** Links the entry to the chain; synced to disk before it returns. */
  append(entry: NewLedgerEntry): Promise<LedgerEntry>
  get(seq: number): Promise<LedgerEntry | null>
  list(page: { limit: number; before?: number | undefined }): Promise<readonly LedgerEntry[]>
  /** Oldest first, from behind `after` (0 for the start). */
  following(page: { limit: number; after: number }): Promise<readonly LedgerEntry[]>
  ofGeneration(generationId: string): Promise<readonly LedgerEntry[]>
  /** Requests with what became of them, newest first. */
  search(filter: LedgerFilter & { limit: number; before?: number | undefined }): Promise<readonly LedgerLine[]>
  /** Everywhere that something was sent to, or refused for. */
  destinations(): Promise<readonly string[]>
  /** What went where on which day, newest day first. A request that was recorded and then not sent counts as neither. */
  totals(range: LedgerRange): Promise<readonly LedgerTotal[]>
  /** Deletes the payload of `seq` and appends a tombstone. False when there is nothing to delete. */
  redact(seq: number, now: number): Promise<boolean>
  /** Checks the chain itself; `anchor` is `none`, because what vouches for its end lies outside of the database. */
  verify(): Promise<LedgerVerification>
}

export interface VaultEntry {
  readonly type: string
  readonly original: string
  readonly surrogate: string
}

/** A vault as it is stored: its own key, wrapped by the key `keyId`, which is not in the database. */
export interface SealedVault {
  readonly id: string
  readonly createdAt: number
  readonly keyId: string
  readonly wrappedKey: Uint8Array
  /** Since when it is known that it cannot be decrypted; it is kept all the same. */
  readonly setAsideAt: number | null
}

/** Encrypted vaults. What is handed in and out is ciphertext; there is no operation that takes or gives an original, but for `plain`. */
export interface VaultStore {
  /** A new vault with its first records; what lay in plain text under the same id goes. Rejects with CONFLICT for a known id. */
  add(vault: SealedVault, records: readonly Uint8Array[]): Promise<void>
  /** Rejects with VAULT_NOT_FOUND. */
  append(id: string, record: Uint8Array): Promise<void>
  get(id: string): Promise<(SealedVault & { readonly records: readonly Uint8Array[] }) | null>
  /** Newest first. */
  list(): Promise<readonly SealedVault[]>
  /** Wraps the keys of vaults anew, removes vaults, and notes which keys are to be destroyed: all or nothing. */
  rekey(change: {
    readonly rewrapped: readonly Pick<SealedVault, 'id' | 'keyId' | 'wrappedKey'>[]
    readonly removed: readonly string[]
    readonly retired: readonly string[]
    readonly now: number
  }): Promise<void>
  /** With null: it can be decrypted after all. */
  setAside(id: string, at: number | null): Promise<void>
  /** Keys that no vault needs and that are still to be destroyed. */
  retiredKeys(): Promise<readonly string[]>
  keyDestroyed(keyId: string): Promise<void>
  /** What releases before version 5 stored without encryption, until `add` has taken it over. */
  plain(): Promise<readonly { readonly id: string; readonly createdAt: number; readonly entries: readonly VaultEntry[] }[]>
}

export interface KpiStore {
  record(name: string, value: number, at: number): Promise<void>
  /** Count, mean, and the 50th and 95th percentile per name since `since`. */
  summary(since: number): Promise<ReadonlyArray<{ name: string; count: number; mean: number; p50: number; p95: number }>>
}

/** What the machine did, by the minute. */
export interface ResourceStore {
  /** Keeps a minute; one that is there already is replaced. */
  put(minute: ResourceBucket): Promise<void>
  /** Means of stretches of `bucketMs` since `from`, oldest first. */
  since(from: number, bucketMs: number): Promise<readonly ResourceBucket[]>
  forget(before: number): Promise<void>
}

export interface DraftStore {
  /** The empty draft with revision 0 when none was ever saved. */
  get(): Promise<StoredDraft>
  /**
   * Replaces the draft when `base` is the stored revision, and otherwise changes nothing and answers with what is stored; synced to
   * disk before it returns. With `keepReplaced` the prompt that it takes the place of goes among the kept texts, with `keepRefused` the
   * one that was refused.
   */
  save(
    draft: Draft & { label: Label },
    options: { base: number; keepReplaced: boolean; keepRefused: boolean; now: number },
  ): Promise<DraftSaveResult>
  /** Sets the label of this revision. False when another is stored by now. */
  relabel(revision: number, label: Label): Promise<boolean>
  /** Newest first. */
  kept(): Promise<readonly KeptText[]>
  /** False when there is none. */
  discardKept(id: number): Promise<boolean>
}

export interface PrivacyRuleStore {
  /** All that ever held, newest first. */
  list(): Promise<readonly PrivacyRule[]>
  /** Differs after each change, whichever process made it. */
  version(): Promise<string>
  add(rule: PrivacyRule): Promise<void>
  /** Keeps the row and says since when it no longer holds. False when there is none that holds. */
  remove(id: string, at: number): Promise<boolean>
}

/** What one generation came to, as far as the router learns from it. */
export interface RoutedOutcome {
  readonly generationId: string
  readonly at: number
  readonly decision: RoutingDecision
  readonly state: GenerationState
  readonly costUsd: number
  /** From the request to the whole draft, ms; 0 while it is not done. */
  readonly totalMs: number
  /** When it ended, ms since the epoch; null while it has not. */
  readonly endedAt: number | null
  /** Who wrote it; null where that is not known. */
  readonly provider: string | null
  readonly citationCoverage: number | null
  readonly feedback: readonly Feedback[]
}

/** What one generation of a rollout came to. */
export interface CohortOutcome extends Pick<RoutedOutcome, 'state' | 'costUsd' | 'totalMs' | 'citationCoverage' | 'feedback'> {
  readonly cohort: 'canary' | 'control'
}

export interface RoutingStore {
  performance(): Promise<readonly PerformanceStats[]>
  /** Replaces the figures of one model and bucket. */
  putPerformance(stats: PerformanceStats): Promise<void>
  /** Rejects with NOT_FOUND for an unknown generation. */
  addFeedback(feedback: Feedback): Promise<void>
  /** The verdicts on one generation, oldest first. */
  feedback(generationId: string): Promise<readonly Feedback[]>
  /** The newest requests that ran, each with its last decision (without findings), newest first. */
  outcomes(limit: number): Promise<readonly RoutedOutcome[]>
  /** The newest requests since then (ms since the epoch) whose last decision had a cohort in this rollout, newest first. */
  cohortOutcomes(wish: { readonly rollout: string; readonly since: number; readonly limit: number }): Promise<readonly CohortOutcome[]>
  /** A stored decision by its own id or that of its generation; null without one. */
  decision(id: string): Promise<RoutingDecision | null>
  /** The newest decisions, newest first, without findings. */
  decisions(page: { limit: number; before?: number | undefined }): Promise<readonly (RoutingDecision & { readonly generationId: string })[]>
  /** All corrections ever learnt, newest first. */
  calibrations(): Promise<readonly TrainedCalibration[]>
  addCalibration(trained: TrainedCalibration): Promise<void>
  /** Makes one correction the one in use; version 0 is none. False when there is no such version. */
  activateCalibration(version: number): Promise<boolean>
  /** Newest first. */
  experiments(): Promise<readonly Experiment[]>
  putExperiment(experiment: Experiment): Promise<void>
  appendChange(change: Omit<RoutingChange, 'seq'>): Promise<RoutingChange>
  /** Newest first. */
  changes(limit: number): Promise<readonly RoutingChange[]>
  change(seq: number): Promise<RoutingChange | null>
}

/** The workspace's own templates. */
export interface TemplateStore {
  list(): Promise<readonly TemplateDefinition[]>
  /** Adds or replaces by id. */
  put(template: TemplateDefinition, now: number): Promise<void>
  /** False when there is none. */
  remove(id: string): Promise<boolean>
}

/** A version that no engine wrote, with what is written. */
export interface NewVersion {
  readonly id: string
  readonly parentId: string
  readonly kind: Extract<VersionKind, 'edit' | 'restore'>
  readonly createdAt: number
  readonly label: Label
  readonly text: string
  readonly citations: readonly Citation[]
}

/** What a provider had written of a draft before it broke off. */
export interface PartialDraft {
  readonly id: string
  readonly generationId: string
  readonly createdAt: number
  readonly label: Label
  readonly provider: string
  readonly engine: string
  readonly route: Route
  readonly text: string
  readonly citations: readonly Citation[]
}

/** A conversation from elsewhere. Every turn counts as restricted until it was judged. */
export interface ImportedDocument {
  readonly id: string
  readonly title: string
  readonly origin: 'chatgpt'
  readonly originId: string
  readonly createdAt: number
  /** Parents before their children. */
  readonly turns: readonly {
    readonly id: string
    readonly parentId: string | null
    readonly role: TurnRole
    readonly createdAt: number
    readonly text: string
  }[]
  readonly current: string | null
}

export interface DocumentStore {
  list(page: {
    limit: number
    before?: number | undefined
    origin?: DocumentSummary['origin'] | undefined
  }): Promise<readonly DocumentSummary[]>
  get(id: string): Promise<DocumentWithVersions | null>
  ofGeneration(id: string): Promise<string | null>
  version(id: string): Promise<Version | null>
  /** Adds a version to its parent's document and makes it the one in use. Rejects with NOT_FOUND. */
  add(version: NewVersion): Promise<Version>
  /** Adds a version under that of its generation, which stays the one in use. Rejects with NOT_FOUND. */
  addPartial(partial: PartialDraft): Promise<void>
  /** False when a conversation of the same origin and id is there already. */
  addImported(document: ImportedDocument): Promise<boolean>
  name(id: string, name: string): Promise<boolean>
  keep(id: string): Promise<boolean>
  /** Versions that the classifier has not seen, oldest first. */
  unjudged(limit: number): Promise<readonly { readonly id: string; readonly text: string }[]>
  judged(id: string, label: Label): Promise<void>
}

export interface ComparisonStore {
  add(comparison: Comparison): Promise<void>
  get(id: string): Promise<Comparison | null>
  ofGeneration(id: string): Promise<Comparison | null>
  /** Newest first. */
  list(limit: number): Promise<readonly Comparison[]>
  choose(id: string, version: string): Promise<boolean>
}

export interface HistoryStore {
  /** Texts that hold all the words, best first. A query without words finds nothing. */
  search(query: HistoryQuery): Promise<readonly HistoryHit[]>
  /** Takes the oldest few texts that wait for it into the index; true while there are more. The storage thread does so by itself, and so does a search. */
  index(): Promise<boolean>
}

/** Where a conversation goes on: with which pipe of which account. `address` is an origin. */
export interface ConversationKey {
  readonly provider: string
  readonly address: string
  readonly model: string
  readonly conversation: string
}

/** The threads that a service keeps for conversations of ours. */
export interface ConversationThreadStore {
  threadOf(key: ConversationKey): Promise<string | null>
  /** Replaces the thread of this conversation. */
  put(key: ConversationKey, threadId: string, now: number): Promise<void>
  /** Newest first. */
  list(): Promise<readonly (ConversationKey & { readonly threadId: string; readonly updatedAt: number })[]>
  /** False when no conversation has it. */
  forget(threadId: string): Promise<boolean>
}

/** Durable state. One transaction per call. Rejects with DATABASE_DAMAGED, DATABASE_NEWER or DATA_DIR_READ_ONLY when opening. */
export interface Storage extends Disposable {
  readonly jobs: JobStore
  readonly generations: GenerationStore
  readonly sources: SourceStore
  readonly folders: FolderStore
  readonly ledger: LedgerStore
  readonly vaults: VaultStore
  readonly kpis: KpiStore
  readonly drafts: DraftStore
  readonly privacyRules: PrivacyRuleStore
  readonly resources: ResourceStore
  readonly routing: RoutingStore
  readonly templates: TemplateStore
  readonly documents: DocumentStore
  readonly comparisons: ComparisonStore
  readonly history: HistoryStore
  readonly threads: ConversationThreadStore
  readonly vectors: VectorStore
  readonly testResults: TestResultStore
  readonly upkeep: UpkeepStore
}
