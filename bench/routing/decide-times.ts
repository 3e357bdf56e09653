import { decide } from '../../main/routing/decide.ts'
import { inputOf } from '../../main/routing/decide-case.ts'
import type { DifficultyEstimator } from '../../main/routing/index.ts'

const CALLS = 5_000
const SENTENCE = 'Compare the two offers, weigh their terms against each other, and say in three paragraphs which one to take and why. '

/** How long one decision takes, ms: a prompt of 2 kB with two findings, a usual machine, both kinds of provider. */
export function decideTimes(difficulty: DifficultyEstimator | null): { calls: number; p50Ms: number; p99Ms: number } {
  const findings = [
    { type: 'PERSON', start: 0, end: 7, score: 0.9, recognizer: 'person-name' },
    { type: 'EMAIL_ADDRESS', start: 20, end: 40, score: 0.95, recognizer: 'email' },
  ]
  const given = inputOf({ prompt: SENTENCE.repeat(20).slice(0, 2_048) })
  const input = { ...given, scan: { label: 'confidential' as const, findings }, difficulty }
  for (let warm = 0; warm < 2_000; warm += 1) decide(input)
  const times = Array.from({ length: CALLS }, () => {
    const started = performance.now()
    decide(input)
    return performance.now() - started
  }).sort((a, b) => a - b)
  const at = (share: number): number => times[Math.floor(CALLS * share)] ?? 0
  return { calls: CALLS, p50Ms: at(0.5), p99Ms: at(0.99) }
}
