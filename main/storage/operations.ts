import { createComparisonRepository } from './comparison-repository.ts'
import type { Connection } from './connection.ts'
import { createDocumentRepository } from './document-repository.ts'
import { createDraftRepository } from './draft-repository.ts'
import { createFolderRepository } from './folder-repository.ts'
import { createGenerationRepository } from './generation-repository.ts'
import { createHistoryRepository } from './history-repository.ts'
import { createKpiRepository } from './kpi-repository.ts'
import { createLedgerRepository } from './ledger-repository.ts'
import { createPrivacyRuleRepository } from './privacy-rule-repository.ts'
import { createJobRepository } from './queue/job-repository.ts'
import { createResourceRepository } from './resource-repository.ts'
import { createRoutingRepository } from './routing-repository.ts'
import { createSourceRepository } from './source-repository.ts'
import { createTemplateRepository } from './template-repository.ts'
import { createTestResultRepository } from './test-result-repository.ts'
import { createThreadRepository } from './thread-repository.ts'
import type { Storage } from './types.ts'
import { createUpkeepRepository } from './upkeep-repository.ts'
import { createVaultRepository } from './vault-repository.ts'
import { createVectorRepository } from './vector-repository.ts'

export type Stores = Omit<Storage, 'dispose'>
export type StoreName = keyof Stores

/** The same methods without promises. */
export type Synchronous<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never
}
export type Repositories = { readonly [S in StoreName]: Synchronous<Stores[S]> }

/**
 * How an operation touches the disk. `durable`: synced before it is answered. `write`: survives a crash of the process, and a power cut
 * once anything durable follows; used where losing the last moment costs nothing (a lease that was taken is simply taken again). `bulk`:
 * a write that takes milliseconds and that nobody waits for; everything else goes first, and no read keeps its place behind it.
 */
export type Access = 'read' | 'write' | 'bulk' | 'durable'

/** Every operation there is, by name. A method that is added to `Storage` and missing here does not compile. */
export const OPERATIONS = {
  jobs: {
    enqueue: 'durable',
    claim: 'write',
    exchange: 'write',
    exchangeSynced: 'durable',
    start: 'write',
    beat: 'write',
    progress: 'write',
    writeLog: 'write',
    log: 'read',
    finish: 'durable',
    requestCancel: 'durable',
    retry: 'durable',
    reprioritize: 'durable',
    place: 'durable',
    overview: 'read',
    lines: 'read',
    matching: 'read',
    owners: 'read',
    reclaim: 'durable',
    nextDue: 'read',
    get: 'read',
    results: 'read',
    links: 'read',
    list: 'read',
    counts: 'read',
    transitions: 'read',
    rollups: 'read',
    acquireLock: 'write',
    releaseLock: 'write',
    locks: 'read',
    schedules: 'read',
    putSchedule: 'durable',
    removeSchedule: 'durable',
    fireSchedule: 'durable',
    prune: 'bulk',
    movable: 'read',
    setAside: 'durable',
    moving: 'read',
    moved: 'durable',
    stays: 'durable',
  },
  generations: {
    create: 'durable',
    get: 'read',
    list: 'read',
    summary: 'read',
    decided: 'read',
    providersAsked: 'read',
    setDecision: 'durable',
    putAttempt: 'durable',
    saveText: 'write',
    update: 'durable',
    findingCounts: 'read',
    turnsOf: 'read',
    turnTexts: 'read',
    judgements: 'read',
    spentUsd: 'read',
    runUnits: 'read',
    costRows: 'read',
  },
  sources: {
    add: 'durable',
    get: 'read',
    text: 'read',
    list: 'read',
    listAdded: 'read',
    relabel: 'write',
    labelFailed: 'write',
    unlabelled: 'read',
    labelsOfNow: 'read',
    parts: 'read',
    begin: 'write',
    append: 'bulk',
    indexed: 'write',
    rename: 'write',
    shrink: 'bulk',
    remove: 'durable',
    locate: 'read',
    search: 'read',
  },
  folders: {
    add: 'durable',
    list: 'read',
    get: 'read',
    ended: 'write',
    files: 'read',
    file: 'read',
    putFile: 'write',
    sameContent: 'read',
    removeFile: 'write',
    orphans: 'read',
    remove: 'durable',
  },
  ledger: {
    append: 'durable',
    get: 'read',
    list: 'read',
    following: 'read',
    ofGeneration: 'read',
    search: 'read',
    destinations: 'read',
    totals: 'read',
    redact: 'durable',
    verify: 'read',
  },
  vaults: {
    add: 'durable',
    append: 'durable',
    get: 'read',
    list: 'read',
    rekey: 'durable',
    setAside: 'write',
    retiredKeys: 'read',
    keyDestroyed: 'durable',
    plain: 'read',
  },
  kpis: {
    record: 'write',
    summary: 'read',
  },
  drafts: {
    get: 'read',
    save: 'durable',
    relabel: 'write',
    kept: 'read',
    discardKept: 'durable',
  },
  privacyRules: {
    list: 'read',
    version: 'read',
    add: 'durable',
    remove: 'durable',
  },
  resources: {
    put: 'write',
    since: 'read',
    forget: 'bulk',
  },
  routing: {
    performance: 'read',
    putPerformance: 'write',
    addFeedback: 'durable',
    feedback: 'read',
    outcomes: 'read',
    cohortOutcomes: 'read',
    decision: 'read',
    decisions: 'read',
    calibrations: 'read',
    addCalibration: 'durable',
    activateCalibration: 'durable',
    experiments: 'read',
    putExperiment: 'durable',
    appendChange: 'durable',
    changes: 'read',
    change: 'read',
  },
  templates: {
    list: 'read',
    put: 'durable',
    remove: 'durable',
  },
  documents: {
    list: 'read',
    get: 'read',
    ofGeneration: 'read',
    version: 'read',
    add: 'durable',
    addPartial: 'durable',
    addImported: 'write',
    name: 'durable',
    keep: 'durable',
    unjudged: 'read',
    judged: 'write',
  },
  comparisons: {
    add: 'durable',
    get: 'read',
    ofGeneration: 'read',
    list: 'read',
    choose: 'durable',
  },
  history: {
    search: 'read',
    index: 'bulk',
  },
  threads: {
    threadOf: 'read',
    put: 'write',
    list: 'read',
    forget: 'durable',
  },
  vectors: {
    counts: 'read',
    problem: 'read',
    unembedded: 'read',
    open: 'write',
    put: 'bulk',
    adopt: 'bulk',
    retire: 'write',
    shrink: 'bulk',
    nearest: 'read',
  },
  testResults: {
    begin: 'durable',
    add: 'durable',
    get: 'read',
    newest: 'read',
    list: 'read',
    verdicts: 'read',
    quarantine: 'durable',
    quarantined: 'read',
    judgement: 'read',
    keepJudgement: 'write',
  },
  // Copying and clearing take as long as the database is large: nothing else shares their turn, and who reads does not wait for them.
  upkeep: {
    tables: 'read',
    backups: 'read',
    backUp: 'bulk',
    checkBackup: 'read',
    stageRestore: 'bulk',
    removeBackup: 'read',
    clearHistory: 'bulk',
    removeDocument: 'durable',
  },
} as const satisfies { readonly [S in StoreName]: Readonly<Record<keyof Stores[S], Access>> }

export function createRepositories(db: Connection): Repositories {
  return {
    jobs: createJobRepository(db),
    generations: createGenerationRepository(db),
    sources: createSourceRepository(db),
    folders: createFolderRepository(db),
    ledger: createLedgerRepository(db),
    vaults: createVaultRepository(db),
    kpis: createKpiRepository(db),
    drafts: createDraftRepository(db),
    privacyRules: createPrivacyRuleRepository(db),
    resources: createResourceRepository(db),
    routing: createRoutingRepository(db),
    templates: createTemplateRepository(db),
    documents: createDocumentRepository(db),
    comparisons: createComparisonRepository(db),
    history: createHistoryRepository(db),
    threads: createThreadRepository(db),
    vectors: createVectorRepository(db),
    testResults: createTestResultRepository(db),
    upkeep: createUpkeepRepository(db),
  }
}

/** An operation by name, as it travels to the storage thread. */
export interface Call {
  readonly store: StoreName
  readonly method: string
  readonly args: readonly unknown[]
}

export function accessOf(call: Call): Access {
  const store: Readonly<Record<string, Access>> = OPERATIONS[call.store]
  return store[call.method] ?? 'durable'
}

/** Runs one named operation. The arguments come from {@link createStores} of the same build, which typed them. */
export function runCall(repositories: Repositories, call: Call): unknown {
  const repository = repositories[call.store] as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>
  const operation = Object.hasOwn(repository, call.method) ? repository[call.method] : undefined
  if (operation === undefined) throw new Error(`no operation ${call.store}.${call.method}`)
  return operation(...call.args)
}

/** The asynchronous stores over something that carries calls. The only place where an operation's types meet its name. */
export function createStores(carry: (call: Call) => Promise<unknown>): Stores {
  const storeOf = <S extends StoreName>(store: S): Stores[S] =>
    Object.fromEntries(
      Object.keys(OPERATIONS[store]).map((method) => [method, (...args: readonly unknown[]) => carry({ store, method, args })]),
    ) as unknown as Stores[S]
  return {
    jobs: storeOf('jobs'),
    generations: storeOf('generations'),
    sources: storeOf('sources'),
    folders: storeOf('folders'),
    ledger: storeOf('ledger'),
    vaults: storeOf('vaults'),
    kpis: storeOf('kpis'),
    drafts: storeOf('drafts'),
    privacyRules: storeOf('privacyRules'),
    resources: storeOf('resources'),
    routing: storeOf('routing'),
    templates: storeOf('templates'),
    documents: storeOf('documents'),
    comparisons: storeOf('comparisons'),
    history: storeOf('history'),
    threads: storeOf('threads'),
    vectors: storeOf('vectors'),
    testResults: storeOf('testResults'),
    upkeep: storeOf('upkeep'),
  }
}
