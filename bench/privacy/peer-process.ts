// A process of one peer: answers one task that its parent sends, and ends. See `ask-peer.ts`.

import { quantile } from '../quantile.ts'
import { turnsPerCpuSecond } from './fixed-loop.ts'
import { connectionAttempts } from './no-network.ts'
import { openPeer } from './peers/index.ts'
import type { Peer } from './peers/peer.ts'
import type { Detected, Each, Task, Timed } from './tasks.ts'

/** A call before the clock starts, for each of so many texts: compilers need some. */
const WARM_TEXTS = 300
const WARM_MS = 1_500
/** The CPU clock of some systems moves in steps of several milliseconds. */
const SHORTEST_CPU_MS = 50

async function answer(task: Task): Promise<unknown> {
  const peer = await openPeer(task.peer)
  if (task.kind === 'detect') return detect(peer, task.texts)
  if (task.kind === 'each') return each(peer, task.texts, task.calls)
  return time(peer, task.texts, task.budgetMs, task.maxRounds)
}

async function detect(peer: Peer, texts: readonly string[]): Promise<Detected> {
  const detected: Detected = { spans: [], aligned: [], flagged: [] }
  for (const text of texts) {
    const { spans, aligned, flagged } = await peer.detect(text)
    detected.spans.push(spans.map(({ type, start, end }) => ({ type, start, end })))
    detected.aligned.push(aligned)
    detected.flagged.push(flagged)
  }
  return detected
}

async function each(peer: Peer, texts: readonly string[], calls: number): Promise<Each> {
  const ms: number[] = []
  const cpuMs: number[] = []
  for (const text of texts) {
    const startedCpu = threadCpuMs()
    let fastest = Number.POSITIVE_INFINITY
    for (let call = 0; call < calls; call += 1) {
      const started = performance.now()
      await peer.run(text)
      fastest = Math.min(fastest, performance.now() - started)
    }
    ms.push(fastest)
    cpuMs.push(threadCpuMs() - startedCpu)
  }
  return { ms, cpuMs }
}

async function time(peer: Peer, texts: readonly string[], budgetMs: number, maxRounds: number): Promise<Timed> {
  const warmUntil = performance.now() + WARM_MS
  // One huge text is no warm-up but the measurement itself.
  for (const text of texts.length === 1 ? [] : texts.slice(0, WARM_TEXTS)) {
    await peer.run(text)
    if (performance.now() > warmUntil) break
  }
  const sizes = texts.map((text) => Buffer.byteLength(text))
  const rates: number[] = []
  const cpuRates: number[] = []
  const turnRates: number[] = []
  turnsPerCpuSecond(threadCpuMs)
  const calls: number[] = []
  let complete = false
  const began = performance.now()
  while (rates.length < maxRounds && (rates.length === 0 || performance.now() - began < budgetMs)) {
    let bytes = 0
    let done = 0
    const startedCpu = threadCpuMs()
    const started = performance.now()
    let at = started
    for (const [index, text] of texts.entries()) {
      // Only a promise is waited for: an await costs more than the fastest peers take.
      const result = peer.run(text)
      if (result instanceof Promise) await result
      const now = performance.now()
      if (rates.length === 0) calls.push(now - at)
      at = now
      bytes += sizes[index] ?? 0
      done += 1
      if (rates.length === 0 && now - began > 2 * budgetMs) break
    }
    complete ||= done === texts.length
    if (rates.length > 0 && done < texts.length) break
    rates.push((bytes * 1_000) / (at - started))
    const cpuMs = threadCpuMs() - startedCpu
    if (cpuMs < SHORTEST_CPU_MS) continue
    const rate = (bytes * 1_000) / cpuMs
    cpuRates.push(rate)
    turnRates.push((rate * 1_000) / turnsPerCpuSecond(threadCpuMs))
  }
  return {
    bytesPerSecond: quantile(rates, 0.5),
    bytesPerCpuSecond: cpuRates.length === 0 ? null : quantile(cpuRates, 0.5),
    bytesPerKiloturn: turnRates.length === 0 ? null : quantile(turnRates, 0.5),
    rounds: rates.length,
    complete,
    p50Ms: quantile(calls, 0.5),
    p95Ms: quantile(calls, 0.95),
    p99Ms: quantile(calls, 0.99),
  }
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

process.once('message', (task: Task) => {
  answer(task)
    .then(
      (result) => ({ ok: true, result, connections: connectionAttempts() }),
      (error: unknown) => ({
        ok: false,
        problem: error instanceof Error ? error.message : String(error),
        connections: connectionAttempts(),
      }),
    )
    .then((reply) => process.send?.(reply, () => process.exit()))
})
