import { DEFAULT_POLICY, PolicySchema } from '../../contracts/privacy.ts'
import { type DifficultyEstimator, decide } from '../../main/routing/index.ts'

const CALLS = 5_000

/** How long one decision takes, ms: a prompt of 2 kB with two findings, a usual machine, both kinds of provider. */
export function decideTimes(difficulty: DifficultyEstimator | null): { calls: number; p50Ms: number; p99Ms: number } {
  const sentence = 'Compare the two offers, weigh their terms against each other, and say in three paragraphs which one to take and why. '
  const input = {
    id: 'dec_1',
    now: 0,
    prompt: sentence.repeat(20).slice(0, 2_048),
    sources: [],
    scan: {
      label: 'confidential' as const,
      findings: [
        { type: 'PERSON', start: 0, end: 7, score: 0.9, recognizer: 'person-name' },
        { type: 'EMAIL_ADDRESS', start: 20, end: 40, score: 0.95, recognizer: 'email' },
      ],
    },
    options: {},
    snapshot: {
      cpu: { loadPct: 20, cores: 8 },
      memory: { totalMb: 16_000, availableMb: 9_000 },
      gpu: [],
      battery: { present: false, charging: false, percent: null },
    },
    providers: {
      local: { healthy: true, model: 'm', needsMemoryMb: 6_000, contextTokens: 8_192, tokensPerSecond: 30, quality: 0.6 },
      hosted: {
        configured: true,
        online: true,
        circuit: 'closed' as const,
        budgetLeftUsd: 5,
        model: 'h',
        contextTokens: 128_000,
        tokensPerSecond: 90,
        quality: 0.92,
        usdPerMillionInput: 2.5,
        usdPerMillionOutput: 10,
      },
    },
    policy: PolicySchema.parse(DEFAULT_POLICY),
    difficulty,
  }
  for (let warm = 0; warm < 2_000; warm += 1) decide(input)
  const times = Array.from({ length: CALLS }, () => {
    const started = performance.now()
    decide(input)
    return performance.now() - started
  }).sort((a, b) => a - b)
  const at = (share: number): number => times[Math.floor(CALLS * share)] ?? 0
  return { calls: CALLS, p50Ms: at(0.5), p99Ms: at(0.99) }
}
