// Measures the estimator of difficulty against what costs nothing, in one run:
//   npx tidegate bench routing --data FOLDER
// Every *.jsonl of the folder that `eval routing-difficulty` reads is a set. In-distribution where the estimator learnt from the set.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createRandom, evaluateDifficulty, type PairRow, parsePairRow, simulateCost } from '../../main/routing/eval/index.ts'
import { chanceGoodEnough, estimateDifficulty, loadDifficulty } from '../../main/routing/index.ts'
import { decideTimes } from './decide-times.ts'

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
/** Of a strong model's answer: US dollars a token in and out, tokens of a usual answer, and what a dollar costs in quality. */
const PRICE = { input: 10 / 1e6, output: 30 / 1e6, answerTokens: 250, lambda: 20 }

/** What routing by the shipped estimator would have saved, the weak model being on this machine and free. */
function savings(rows: readonly PairRow[]) {
  const random = createRandom(7)
  const shuffled = rows.map((row) => ({ row, at: random() })).sort((a, b) => a.at - b.at)
  const pairs = shuffled.map(({ row: { prompt, weak, strong, tier } }) => {
    const weakChance = chanceGoodEnough(prompt, tier, estimator)
    return {
      weak,
      strong,
      weakChance,
      strongChance: Math.min(0.99, weakChance + estimateDifficulty(prompt, 0, estimator).score),
      weakCostUsd: 0,
      strongCostUsd: (prompt.length / 4) * PRICE.input + PRICE.answerTokens * PRICE.output,
    }
  })
  return simulateCost(pairs, PRICE.lambda, createRandom(11))
}

const simulations = sets.map(({ name, rows }) => ({ set: name, ...savings(rows) }))
const decide = decideTimes(estimator)
const prompts = sets.flatMap(({ rows }) => rows.map(({ prompt }) => prompt)).slice(0, 4_000)
const speed = Object.entries(ROUTERS).map(([router, judge]) => ({ router, microsecondsAPrompt: microseconds(prompts, judge) }))

if (options.json === true) process.stdout.write(`${JSON.stringify({ results, simulations, speed, decide })}\n`)
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
  for (const { set, costAtEqualQuality, learnt } of simulations)
    process.stdout.write(
      `${set}: the strong model's quality for ${(costAtEqualQuality * 100).toFixed(0)} % of its cost; after ${learnt.learningRows} requests worth ${learnt.worth.toFixed(3)} each, the best fixed blend in hindsight ${learnt.bestBlend.toFixed(3)}\n`,
    )
  process.stdout.write(
    `a decision on a 2 kB prompt, findings given: ${decide.p50Ms.toFixed(3)} ms median, ${decide.p99Ms.toFixed(3)} ms p99 of ${decide.calls}\n`,
  )
  for (const { router, microsecondsAPrompt } of speed)
    process.stdout.write(`${router.padEnd(26)} ${microsecondsAPrompt.toFixed(1)} µs a prompt\n`)
}
