import type { WeightSet, Weights } from '#contracts/routing-rules.ts'

import { t } from '../../i18n/t.ts'

export type WeightName = keyof Weights

export interface WeightWords {
  readonly text: string
  readonly hint: string
  /** Where the slider ends; a larger figure can be typed. */
  readonly most: number
  readonly step: number
}

/** Each weight in plain words, in the order in which they are shown. */
export const WEIGHT_WORDS: Readonly<Record<WeightName, WeightWords>> = {
  latencyPer10s: {
    text: t('What ten seconds of waiting cost'),
    hint: t('More sends long answers to the faster model.'),
    most: 0.5,
    step: 0.005,
  },
  costPerCent: { text: t('What one US cent costs'), hint: t('More keeps requests off the paid service.'), most: 0.5, step: 0.005 },
  localBonus: {
    text: t('What staying on this machine is worth'),
    hint: t('More keeps text here when little speaks against it.'),
    most: 1,
    step: 0.01,
  },
  hybridPenalty: { text: t('What masking costs an answer'), hint: t('More avoids the hybrid route.'), most: 1, step: 0.01 },
  batteryPenalty: {
    text: t('What draining a low battery costs'),
    hint: t('More leaves this machine when its battery is nearly empty.'),
    most: 3,
    step: 0.05,
  },
  energyPerMinute: {
    text: t('What a minute of work on battery costs'),
    hint: t('A fifth of it counts when plugged in.'),
    most: 0.5,
    step: 0.005,
  },
  stay: {
    text: t('What moving a conversation must gain'),
    hint: t('More keeps a conversation with the model it began with.'),
    most: 1,
    step: 0.01,
  },
}
export const WEIGHT_ORDER = Object.keys(WEIGHT_WORDS) as WeightName[]

/** As `DEFAULT_WEIGHT_SET` of the contract, which is not part of the bundle. */
export const BUILT_IN: WeightSet = {
  name: 'built-in',
  version: 1,
  weights: {
    latencyPer10s: 0.015,
    costPerCent: 0.02,
    localBonus: 0.12,
    hybridPenalty: 0.06,
    batteryPenalty: 1,
    energyPerMinute: 0.01,
    stay: 0.1,
  },
}

/** A weight for a person: no more digits than it has. */
export function weightText(value: number): string {
  return String(Number(value.toFixed(4)))
}

/** `built in`, or `own, version 3`. */
export function weightSetText({ name, version }: Pick<WeightSet, 'name' | 'version'>): string {
  return name === BUILT_IN.name ? t('built in') : t('{name}, version {version}', { name, version: String(version) })
}

export function sameWeights(a: Weights, b: Weights): boolean {
  return WEIGHT_ORDER.every((name) => a[name] === b[name])
}

/** The weights that are not the same in both, in words. */
export function changedWeights(before: Weights, after: Weights): Array<{ name: WeightName; text: string; before: string; after: string }> {
  return WEIGHT_ORDER.filter((name) => before[name] !== after[name]).map((name) => ({
    name,
    text: WEIGHT_WORDS[name].text,
    before: weightText(before[name]),
    after: weightText(after[name]),
  }))
}

/** The set that these weights are kept as: the built-in one when they are its own, else one version on. */
export function keptAs(weights: Weights, inUse: WeightSet): WeightSet {
  return sameWeights(weights, BUILT_IN.weights) ? BUILT_IN : { name: 'own', version: inUse.version + 1, weights }
}
