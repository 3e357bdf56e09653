import type { DifficultyReport } from '../../routing/eval/index.ts'

/** The figures of `eval routing-difficulty` for people. */
export function difficultyReport(report: DifficultyReport, tier: string): string[] {
  const { accuracy, randomBand, randomCpt, exact, calibrationError } = report
  const points = (share: number): string => `${(share * 100).toFixed(1)} %`
  const figure = (value: number | null): string => (value === null ? 'not told' : value.toFixed(3))
  return [
    `${report.rows} prompts; quality: weak ${points(accuracy.weak)}, strong ${points(accuracy.strong)}, the better of both ${points(accuracy.oracle)}`,
    `Accuracy with half of the prompts sent to the strong model: ${points(accuracy.half)}`,
    `APGR ${figure(report.apgr)}; random ${figure(randomBand.mean)}, band ${figure(randomBand.low)} to ${figure(randomBand.high)}: ${report.aboveRandom ? 'above it' : 'not above it'}`,
    `CPT 50 % ${points(report.cpt50)} (random ${points(randomCpt.cpt50)}), CPT 80 % ${points(report.cpt80)} (random ${points(randomCpt.cpt80)})`,
    `Exact curve: APGR ${figure(exact.apgr)}, CPT 50 % ${points(exact.cpt50)}, CPT 80 % ${points(exact.cpt80)}`,
    `Calibration error: chance that a ${tier} model is good enough ${figure(calibrationError.goodEnough)}, score as the chance that the strong answer is better ${figure(calibrationError.strongBetter)}`,
  ]
}
