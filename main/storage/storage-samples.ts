import type { Attempt, Source } from '#contracts/generation.ts'
import type { RoutingDecision } from '#contracts/routing.ts'
import type { NewGeneration, NewJob, NewLedgerEntry } from './types.ts'

/** Rows for tests and benchmarks, each complete and valid; a caller overrides what it is about. */

export function sampleJob(patch: Partial<NewJob> = {}): NewJob {
  return { id: 'job_1', kind: 'generate', subject: 'gen_1', priority: 0, runAt: 1_000, maxAttempts: 3, createdAt: 1_000, ...patch }
}

export function sampleGeneration(patch: Partial<NewGeneration> = {}): NewGeneration {
  return {
    id: 'gen_1',
    jobId: 'job_1',
    createdAt: 1_000,
    prompt: '\n  Write about   the lake.\nTwo pages.',
    template: 'summary',
    form: {
      typed: '\n  Write about   the lake.\nTwo pages.',
      fields: {},
      shape: 'Write a summary.',
      output: 'prose',
      extractive: 'summary',
    },
    options: { privacyMode: 'balanced' },
    sourceIds: [],
    ...patch,
  }
}

export function sampleSource(patch: Partial<Source> = {}): Source {
  return {
    id: 'src_1',
    name: 'lake.md',
    mediaType: 'text/markdown',
    bytes: 12,
    chars: 12,
    sha256: 'a'.repeat(64),
    label: 'public',
    addedAt: 900,
    ...patch,
  }
}

export function sampleDecision(patch: Partial<RoutingDecision> = {}): RoutingDecision {
  const quick = { contextTokens: 8192, tokensPerSecond: 30, quality: 0.5 }
  return {
    id: 'dec_1',
    at: 1_100,
    status: 'routed',
    route: 'hybrid',
    label: 'confidential',
    reasons: ['LABEL_FROM_FINDINGS', 'HYBRID_KEEPS_DATA'],
    summary: 'Runs masked, because the text names a person.',
    unblock: [],
    allowedRoutes: ['local', 'hybrid'],
    estimates: [],
    difficulty: 0.4,
    inputTokens: 20,
    outputTokens: 200,
    findings: [
      { type: 'PERSON', start: 3, end: 7, score: 0.9, recognizer: 'names' },
      { type: 'EMAIL_ADDRESS', start: 0, end: 9, score: 1, recognizer: 'email', source: 'src_1' },
    ],
    snapshot: {
      cpu: { loadPct: 5, cores: 4 },
      memory: { totalMb: 8000, availableMb: 4000 },
      gpu: [],
      battery: { present: false, charging: false, percent: null },
    },
    providers: {
      local: { ...quick, healthy: true, model: null, needsMemoryMb: 0 },
      hosted: {
        ...quick,
        configured: true,
        online: true,
        circuit: 'closed',
        budgetLeftUsd: 1,
        model: null,
        usdPerMillionInput: 1,
        usdPerMillionOutput: 2,
      },
    },
    options: {},
    elapsedMs: 2.5,
    ...patch,
  }
}

export function sampleAttempt(patch: Partial<Attempt> = {}): Attempt {
  return {
    id: 'att_1',
    generationId: 'gen_1',
    ordinal: 1,
    provider: 'langbase',
    model: 'pipe',
    locality: 'hosted',
    route: 'hybrid',
    state: 'started',
    startedAt: 1_200,
    endedAt: null,
    ttftMs: null,
    usage: { inputTokens: 0, outputTokens: 0 },
    costUsd: 0,
    error: null,
    resends: 0,
    mayBeCharged: false,
    ...patch,
  }
}

export function sampleEntry(patch: Partial<NewLedgerEntry> = {}): NewLedgerEntry {
  return {
    at: 1_300,
    kind: 'request',
    requestSeq: null,
    destination: 'https://api.example.test',
    method: 'POST',
    purpose: 'generate',
    provider: 'langbase',
    jobId: 'job_1',
    generationId: 'gen_1',
    attemptId: 'att_1',
    route: 'hybrid',
    label: 'confidential',
    verdict: 'allowed',
    reason: null,
    bytesOut: 11,
    bytesIn: 0,
    status: null,
    payload: '{"a":"masked"}',
    ...patch,
  }
}
