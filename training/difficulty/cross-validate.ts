// Figures on rows that were not learnt from:
//   npx node training/difficulty/cross-validate.ts --data FOLDER [--leave-out suites|SUITE] [--folds 5]
// Five folds by group; with --leave-out, a suite at a time is judged by what was learnt from the others alone.
import { parseArgs } from 'node:util'
import { chanceGoodEnough, createDifficultyEstimator, estimateDifficulty } from '../../main/routing/difficulty/estimate-difficulty.ts'
import { evaluateDifficulty, type Judged } from '../../main/routing/eval/index.ts'
import { fitModel, SUITE_TIERS } from './fit-model.ts'
import { readRows, SUITES, type Suite } from './rows.ts'
import { groupPart, makeSamples, SAMPLES_SEED, type Sample } from './samples.ts'

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, 'leave-out': { type: 'string' }, folds: { type: 'string', default: '5' } },
})
if (options.data === undefined) throw new Error('Say where the labelled rows are: --data FOLDER.')
const samples = makeSamples(readRows(options.data), SAMPLES_SEED)
const leaveOut = options['leave-out']
const folds = Number(options.folds)
const tests: ((sample: Sample) => boolean)[] =
  leaveOut === undefined
    ? Array.from({ length: folds }, (_, fold) => (sample: Sample) => groupPart(`outer ${sample.group}`, folds) === fold)
    : SUITES.filter((suite) => leaveOut === 'suites' || suite === leaveOut).map((suite) => (sample: Sample) => sample.suite === suite)

const judged = new Map<Suite, { sample: Sample; said: Judged }[]>()
for (const [fold, isTest] of tests.entries()) {
  const started = performance.now()
  const estimator = createDifficultyEstimator(fitModel(samples.filter((sample) => !isTest(sample))))
  for (const sample of samples) {
    if (sample.row === null || !isTest(sample)) continue
    const { score } = estimateDifficulty(sample.prompt, 0, estimator)
    const [weak] = SUITE_TIERS[sample.row.suite]
    const said = { score, strongBetter: score, goodEnough: chanceGoodEnough(sample.prompt, weak, estimator) }
    judged.set(sample.row.suite, [...(judged.get(sample.row.suite) ?? []), { sample, said }])
  }
  process.stderr.write(`part ${fold + 1} of ${tests.length}, ${((performance.now() - started) / 1000).toFixed(0)} s\n`)
}
const all = [...judged.values()].flat()
for (const [suite, members] of [...judged, ['all', all] as const])
  for (const reworded of [false, true]) {
    const some = members.filter(({ sample }) => sample.reworded === reworded)
    let at = 0
    const report = evaluateDifficulty(
      some.map(({ sample }) => ({
        id: '',
        prompt: sample.prompt,
        weak: sample.row?.weak ?? 0,
        strong: sample.row?.strong ?? 0,
        tier: 'medium' as const,
      })),
      () => some[at++]?.said ?? { score: 0, strongBetter: null, goodEnough: null },
    )
    const { randomBand, calibrationError: error } = report
    process.stdout.write(
      `${suite.padEnd(12)} ${reworded ? 'reworded' : 'as is   '} ${String(report.rows).padStart(5)}  APGR ${report.apgr.toFixed(3)} (exact ${report.exact.apgr.toFixed(3)}; random ${randomBand.low.toFixed(3)} to ${randomBand.high.toFixed(3)})  CPT ${(report.cpt50 * 100).toFixed(1)} / ${(report.cpt80 * 100).toFixed(1)}  calibration: good enough ${error.goodEnough?.toFixed(3)}, strong better ${error.strongBetter?.toFixed(3)}\n`,
    )
  }
