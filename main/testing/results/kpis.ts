import type { Quarantine, TestKpis } from '#contracts/test-run.ts'
import { RUNNERS } from '#contracts/verdict.ts'
import type { VerdictRow } from '../../storage/test-result-store.ts'

/**
 * Figures of verdicts, each with the number of verdicts it is of. A verdict that waits for a person counts as not passed. Only scenarios of one
 * edition that one runner ran more than once on one version of the app can be found unreliable: what differs between versions may be the app. A picture
 * that waited and passes later was approved in between, and is left out.
 */
export function kpisOf(rows: readonly VerdictRow[], quarantined: readonly Quarantine[]): TestKpis {
  const settled = rows.filter(({ status }) => status !== 'needs-review')
  const again = [
    ...Map.groupBy(settled, ({ scenario, edition, row, runner, app }) => JSON.stringify([scenario, edition, row, runner, app])).values(),
  ].filter((group) => group.length > 1)
  const flaky = again.filter((group) => new Set(group.map(({ status }) => status)).size > 1)
  const times = rows.map(({ ms }) => ms).sort((a, b) => a - b)
  return {
    passRate: passRateOf(rows),
    passRateByRunner: RUNNERS.flatMap((runner) => {
      const ofRunner = rows.filter((row) => row.runner === runner)
      return ofRunner.length === 0 ? [] : [{ runner, ...passRateOf(ofRunner) }]
    }),
    executionMs: { p50: quantile(times, 0.5), p95: quantile(times, 0.95), sample: times.length },
    flakeRate: share(flaky.length, again.length),
    flaky: flaky.flatMap(([first]) => (first === undefined ? [] : [{ scenario: first.scenario, runner: first.runner, app: first.app }])),
    quarantined: [...quarantined],
  }
}

function passRateOf(rows: readonly VerdictRow[]): TestKpis['passRate'] {
  return share(rows.filter(({ status }) => status === 'passed').length, rows.length)
}

function share(part: number, sample: number): TestKpis['passRate'] {
  return { rate: sample === 0 ? null : part / sample, sample }
}

/** The nearest rank: always a value that was measured. */
function quantile(sorted: readonly number[], at: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * at) - 1)] ?? null
}
