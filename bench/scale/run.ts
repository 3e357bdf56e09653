// npx node bench/scale/run.ts: ten thousand machines on one to many databases, reckoned with the costs that measure.ts found. Prints the table of docs/scale-out.md.
import costs from './costs.json' with { type: 'json' }
import { type Scenario, simulate } from './simulation.ts'

const BASE: Scenario = {
  ...{ machines: 10_000, slots: 2, jobsPerSecond: 300, jobMs: 20_000, databases: 1, cores: 16 },
  ...{ told: Number.POSITIVE_INFINITY, pollMs: 2_000, beatMs: 3_000, lastsMs: 40_000, seed: 1 },
}

const ROWS: readonly (readonly [string, Partial<Scenario>])[] = [
  ['100 machines, 3 jobs/s, as it is', { machines: 100, jobsPerSecond: 3 }],
  ['1,000 machines, 30 jobs/s, as it is', { machines: 1_000, jobsPerSecond: 30 }],
  ['as it is', {}],
  ['polls every 30 s', { pollMs: 30_000 }],
  ['tells 4 machines of a job, polls every 30 s', { told: 4, pollMs: 30_000 }],
  ['the same on 4 databases', { told: 4, pollMs: 30_000, databases: 4 }],
  ['all are told, on 16 databases', { databases: 16, pollMs: 30_000 }],
  ['tells 4, on 16 databases', { databases: 16, told: 4, pollMs: 30_000 }],
  ['the same, and beats every 10 s of 30', { databases: 16, told: 4, pollMs: 30_000, beatMs: 10_000 }],
]

const lines = ROWS.map(([name, patch]) => {
  const scenario = { ...BASE, ...patch }
  const { busyPct, emptyLooksPerJob, delayP50Ms, delayP99Ms, waiting } = simulate(scenario, costs)
  // Five for statements and one that listens, of each machine.
  const connections = (scenario.machines / scenario.databases) * 6
  const cells = [name, scenario.databases, Math.round(connections), `${busyPct.toFixed(0)} %`, emptyLooksPerJob.toFixed(1)]
  return `| ${[...cells, ms(delayP50Ms), ms(delayP99Ms), waiting].join(' | ')} |`
})
process.stdout.write(
  '| 10,000 machines, 300 jobs/s unless said otherwise | databases | connections to each | busy | empty looks a job | delay p50 | p99 | waiting at the end |\n',
)
process.stdout.write(`|---|---|---|---|---|---|---|---|\n${lines.join('\n')}\n`)

function ms(value: number): string {
  return Number.isNaN(value) ? '-' : value < 1_000 ? `${value.toFixed(1)} ms` : `${(value / 1_000).toFixed(1)} s`
}
