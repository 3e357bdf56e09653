// `tidegate bench privacy`: ours and the named peers on the same rows in one run. See bench/README.md.
import { parseArgs } from 'node:util'
import { EXIT, exitCodeFor, TidegateError } from '../../contracts/errors.ts'
import { readDataSets } from './data-sets.ts'
import { installedPackages } from './installed.ts'
import { PEERS } from './peers/index.ts'
import { type PeerQuality, qualityOf } from './quality.ts'
import { ratiosOf } from './ratios.ts'
import { type PrivacyBench, reportLines, titleOf } from './report.ts'
import { adversarialSpeed, corpusOf, type PeerSpeed, speedOf, typingSpeed } from './speed.ts'

const DEFAULT_LIMIT_SECONDS = 60
/** Scoring all rows may take longer than one measurement of speed. */
const DETECT_FACTOR = 5

interface Options {
  readonly data: string
  readonly peers: readonly string[]
  readonly limitSeconds: number
  readonly json: boolean
  readonly parts: ReadonlySet<string>
}

const PARTS = ['quality', 'speed', 'adversarial', 'typing'] as const

function optionsOf(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      peers: { type: 'string' },
      parts: { type: 'string', default: PARTS.join(',') },
      limit: { type: 'string', default: String(DEFAULT_LIMIT_SECONDS) },
      json: { type: 'boolean', default: false },
    },
  })
  if (values.data === undefined) throw new TidegateError('BAD_INPUT', 'Give the folder with the labelled rows: --data FOLDER.')
  const limitSeconds = Number(values.limit)
  if (!(limitSeconds > 0)) throw new TidegateError('BAD_INPUT', '--limit is a number of seconds.')
  const parts = new Set(values.parts.split(',').map((part) => part.trim()))
  if ([...parts].some((part) => !PARTS.some((known) => known === part))) {
    throw new TidegateError('BAD_INPUT', `--parts are some of ${PARTS.join(', ')}, by commas.`)
  }
  const named = values.peers?.split(',').map((peer) => peer.trim()) ?? Object.keys(PEERS)
  const unknown = named.find((peer) => PEERS[peer] === undefined)
  if (unknown !== undefined) {
    throw new TidegateError('BAD_INPUT', `There is no peer ${unknown}. There are: ${Object.keys(PEERS).join(', ')}.`)
  }
  return { data: values.data, peers: [...new Set(['tidegate', ...named])], limitSeconds, json: values.json, parts }
}

async function measure(options: Options): Promise<PrivacyBench> {
  const { versions, missing } = installedPackages(options.peers, new URL('../', import.meta.url))
  if (missing.length > 0) {
    throw new TidegateError('NOT_FOUND', `These peers are not installed: ${missing.join(', ')}. Install them with: npm ci --prefix bench`)
  }
  const { sets, skipped } = await readDataSets(options.data)
  const corpus = corpusOf(sets)
  const limitMs = options.limitSeconds * 1_000
  const quality: Record<string, PeerQuality> = {}
  const speed: Record<string, PeerSpeed> = {}
  for (const peer of options.peers) {
    process.stderr.write(`${titleOf(peer, versions)} … `)
    const started = performance.now()
    if (options.parts.has('quality')) quality[peer] = await qualityOf(peer, sets, limitMs * DETECT_FACTOR)
    if (options.parts.has('speed') && peer !== 'whole-text') speed[peer] = await speedOf(peer, corpus, limitMs)
    process.stderr.write(`${((performance.now() - started) / 1_000).toFixed(1)} s\n`)
  }
  const files = Object.fromEntries(sets.map(({ name, rows }) => [name, rows.length]))
  return {
    node: process.version,
    limitSeconds: options.limitSeconds,
    skippedFiles: skipped,
    files,
    versions,
    quality,
    speed,
    adversarial: options.parts.has('adversarial') ? await adversarialSpeed(limitMs * DETECT_FACTOR) : null,
    typing: options.parts.has('typing')
      ? [await typingSpeed(corpus, 4_000, 300, limitMs), await typingSpeed(corpus, 100_000, 100, limitMs)]
      : [],
    ratios: ratiosOf(Object.keys(files), quality, speed),
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
