import type { VisualReport } from '../../testing/visual/eval/index.ts'
import { table } from '../output.ts'

/** The report on labelled pairs of pictures as lines for a person. */
export function visualReport({ pairs, sameEnvironment: same, otherEnvironment: other, boxes, kinds, medianMs }: VisualReport): string[] {
  return [
    `${pairs} pairs`,
    `equal environment: ${same.detected} of ${same.detected + same.missed} changes found, ${same.falseAlarms} of ${same.passed + same.falseAlarms} unchanged alarmed`,
    `other environment: ${other.needsReview} put before a person, ${other.realPassed} of ${other.real} changes passed, ${other.realWithRegions} with their place`,
    `${boxes.within8px} of ${boxes.labelled} labelled boxes within 8 px`,
    '',
    ...table([['kind', 'pairs', 'right'], ...kinds.map(({ kind, pairs: all, right }) => [kind, String(all), String(right)])]),
    '',
    `${medianMs.toFixed(1)} ms a pair with decoding (median)`,
  ]
}
