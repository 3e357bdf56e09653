// Measures the estimator of difficulty against what costs nothing, in one run:
//   npx tidegate bench routing --data FOLDER
// Every *.jsonl of the folder that `eval routing-difficulty` reads is a set. In-distribution where the estimator learnt from the set.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { evaluateDifficulty, type PairRow, parsePairRow } from '../../main/routing/eval/index.ts'
import { estimateDifficulty, loadDifficulty } from '../../main/routing/index.ts'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    json: { type: 'boolean' },
    peers: { type: 'string' },
    limit: { type: 'string' },
    parts: { type: 'string' },
  },
})
if (options.data === undefined) throw new Error('Say where the labelled rows are: --data FOLDER.')
const { estimator, problem } = loadDifficulty(fileURLToPath(new URL('../../resources/difficulty/', import.meta.url)))
if (problem !== null) process.stderr.write(`${problem}\n`)

const ROUTERS: Readonly<Record<string, (prompt: string) => number>> = {
  'tidegate, trained': (prompt) => estimateDifficulty(prompt, 0, estimator).score,
  'tidegate, wording alone': (prompt) => estimateDifficulty(prompt, 0).score,
  'prompt length': (prompt) => prompt.length,
}

/** Rows of a file; none when it is of another format. */
function rowsOf(file: string): PairRow[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => (line.trim() === '' ? [] : (parsePairRow(JSON.parse(line), index + 1) ?? [])))
  } catch {
    return []
  }
}

/** µs a prompt, the best of three rounds over the prompts after one to warm up. */
function microseconds(prompts: readonly string[], router: (prompt: string) => number): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 4; round += 1) {
    const started = performance.now()
    for (const prompt of prompts) router(prompt)
    if (round > 0) best = Math.min(best, ((performance.now() - started) * 1_000) / prompts.length)
  }
  return best
}

const folder = options.data
const sets = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .sort()
  .map((name) => ({ name: name.replace(/(?:\.dev)?\.jsonl$/, ''), rows: rowsOf(join(folder, name)) }))
  .filter(({ rows }) => rows.length > 1)
if (sets.length === 0) throw new Error(`${folder} holds no rows that eval routing-difficulty reads.`)

const results = sets.map(({ name, rows }) => ({
  set: name,
  rows: rows.length,
  routers: Object.entries(ROUTERS).map(([router, judge]) => {
    const report = evaluateDifficulty(rows, (prompt) => ({ score: judge(prompt), strongBetter: null, goodEnough: null }))
    const { apgr, cpt50, cpt80, randomBand, aboveRandom } = report
    return { router, apgr, cpt50, cpt80, randomBand, aboveRandom }
  }),
}))
const prompts = sets.flatMap(({ rows }) => rows.map(({ prompt }) => prompt)).slice(0, 4_000)
const speed = Object.entries(ROUTERS).map(([router, judge]) => ({ router, microsecondsAPrompt: microseconds(prompts, judge) }))

if (options.json === true) process.stdout.write(`${JSON.stringify({ results, speed })}\n`)
else {
  for (const { set, rows, routers } of results) {
    const [band] = routers
    process.stdout.write(`${set}, ${rows} prompts; random ${band?.randomBand.low.toFixed(3)} to ${band?.randomBand.high.toFixed(3)}\n`)
    const length = routers.at(-1)?.apgr ?? 0.5
    for (const { router, apgr, cpt50, cpt80, aboveRandom } of routers)
      process.stdout.write(
        `  ${router.padEnd(24)} APGR ${apgr.toFixed(3)} (${(apgr / length).toFixed(2)} × prompt length)  CPT ${(cpt50 * 100).toFixed(1)} / ${(cpt80 * 100).toFixed(1)} %${aboveRandom ? '' : '  within the random band or below'}\n`,
      )
  }
  for (const { router, microsecondsAPrompt } of speed)
    process.stdout.write(`${router.padEnd(26)} ${microsecondsAPrompt.toFixed(1)} µs a prompt\n`)
}
