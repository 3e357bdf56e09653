// `tidegate bench queue`: ours and the named job queues in one run. See bench/README.md.
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { EXIT, exitCodeFor, TidegateError } from '../../contracts/errors.ts'
import { openKeeper } from '../../e2e/store-servers/keeper.ts'
import { missingServers, SERVER_PACKAGES } from '../../e2e/store-servers/servers.ts'
import { installedVersions } from '../installed.ts'
import { FULL, type Measure, QUICK } from './measure.ts'
import { backlog } from './measures/backlog.ts'
import { killed } from './measures/kill.ts'
import { startLatency } from './measures/latency.ts'
import { processRate } from './measures/process.ts'
import { sleep } from './measures/sleep.ts'
import { OURS, PEERS, peerNamed } from './peers.ts'
import { type Ratio, ratiosOf } from './ratios.ts'
import { type Part, type QueueBench, reportLines } from './report.ts'
import { runRounds } from './rounds.ts'

const MEASURES: Readonly<Record<string, Measure>> = { process: processRate, latency: startLatency, backlog, kill: killed, sleep }
const DEFAULT_LIMIT_SECONDS = 120
const DEFAULT_ROUNDS = 3

interface Options {
  readonly peers: readonly string[]
  readonly parts: readonly string[]
  readonly rounds: number
  readonly limitSeconds: number
  readonly quick: boolean
  readonly json: boolean
  readonly installServers: boolean
}

function optionsOf(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      peers: { type: 'string', default: Object.keys(PEERS).join(',') },
      parts: { type: 'string', default: Object.keys(MEASURES).join(',') },
      rounds: { type: 'string' },
      limit: { type: 'string', default: String(DEFAULT_LIMIT_SECONDS) },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'install-servers': { type: 'boolean', default: false },
    },
  })
  const limitSeconds = Number(values.limit)
  if (!(limitSeconds > 0)) throw new TidegateError('BAD_INPUT', '--limit is a number of seconds.')
  const rounds = Number(values.rounds ?? (values.quick ? 1 : DEFAULT_ROUNDS))
  if (!Number.isInteger(rounds) || rounds < 1) throw new TidegateError('BAD_INPUT', '--rounds is a whole number from 1.')
  const named = namesOf(values.peers, Object.keys(PEERS), 'peer')
  return {
    peers: PEERS[OURS] === undefined ? named : [...new Set([OURS, ...named])],
    parts: namesOf(values.parts, Object.keys(MEASURES), 'part'),
    rounds,
    limitSeconds,
    quick: values.quick,
    json: values.json,
    installServers: values['install-servers'],
  }
}

function namesOf(text: string, known: readonly string[], what: string): string[] {
  const names = [...new Set(text.split(',').map((name) => name.trim()))]
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new TidegateError('BAD_INPUT', `There is no ${what} ${unknown}. There are: ${known.join(', ')}.`)
  return names
}

/** Versions of the packages. Throws, saying what to install, when a package or a server is not there; installs servers only when asked to. */
function requirePeers({ peers, installServers }: Options): Record<string, string> {
  const { versions, missing } = installedVersions(
    peers.flatMap((peer) => peerNamed(peer).packages),
    new URL('../', import.meta.url),
  )
  if (missing.length > 0) {
    throw new TidegateError('NOT_FOUND', `These peers are not installed: ${missing.join(', ')}. Install them with: npm ci --prefix bench`)
  }
  const kinds = peers.flatMap((peer) => peerNamed(peer).server ?? [])
  const packages = missingServers(kinds).map((kind) => SERVER_PACKAGES[kind])
  if (packages.length === 0) return versions
  if (installServers) {
    // Its own words go to stderr: stdout has one document.
    spawnSync('apt-get', ['install', '-y', ...packages], { stdio: ['ignore', 2, 2] })
    if (missingServers(kinds).length === 0) return versions
  }
  const how = installServers ? 'apt-get could not install them.' : 'Add --install-servers, or leave their peers out with --peers.'
  throw new TidegateError('NOT_FOUND', `These servers are not installed: apt-get install -y ${packages.join(' ')}. ${how}`)
}

async function measure(options: Options): Promise<QueueBench> {
  const versions = requirePeers(options)
  const sizes = options.quick ? QUICK : FULL
  const keeper = openKeeper()
  const parts: Record<string, Part> = {}
  const ratios: Ratio[] = []
  try {
    for (const name of options.parts) {
      const one = MEASURES[name]
      if (one === undefined) continue
      const bench = { keeper, sizes, limitMs: options.limitSeconds * 1_000 }
      const say = (line: string): void => void process.stderr.write(`${name}, ${line}\n`)
      parts[name] = { title: one.title, ...(await runRounds(one, options.peers, options.rounds, bench, say)) }
      ratios.push(...ratiosOf(name, parts[name].rows, OURS, sizes.kill.boundMs))
    }
  } finally {
    keeper.dispose()
  }
  return {
    node: process.version,
    processors: availableParallelism(),
    rounds: options.rounds,
    quick: options.quick,
    versions,
    killBoundMs: sizes.kill.boundMs,
    parts,
    ratios,
  }
}

try {
  const options = optionsOf(process.argv.slice(2))
  const bench = await measure(options)
  process.stdout.write(options.json ? `${JSON.stringify(bench)}\n` : `${reportLines(bench).join('\n')}\n`)
} catch (error) {
  if (error instanceof TidegateError) {
    process.stderr.write(`tidegate: ${error.message}\n`)
    process.exitCode = error.code === 'NOT_FOUND' ? EXIT.failure : exitCodeFor(error.code)
  } else throw error
}
