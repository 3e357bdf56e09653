import type { Label, Route } from '#contracts/privacy.ts'
import type { RoutingChange } from '#contracts/routing-learning.ts'
import type { Preference } from '#contracts/routing-rules.ts'
import { t } from '../../i18n/t.ts'
import { LABEL_TEXT, ROUTE_TEXT } from '../../ui/badges.tsx'
import { PREFERENCE_TEXT } from '../../ui/preference-text.ts'
import { METRIC_TEXT } from './experiment-text.ts'
import { WEIGHT_WORDS, type WeightName, weightSetText } from './weight-text.ts'

export const WHAT_TEXT: Readonly<Record<RoutingChange['what'], string>> = {
  policy: t('Policy'),
  weights: t('Weights'),
  calibration: t('Correction'),
  experiment: t('Experiment'),
  flag: t('Switch'),
  rollout: t('Rollout'),
}

/** One thing that a change changed. `before` or `after` is null where there was nothing. */
export interface DiffLine {
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

/** What differs between before and after, a line each, in words where there are some. */
export function diffOf({ before, after }: Pick<RoutingChange, 'before' | 'after'>): DiffLine[] {
  const was = leavesOf(parsed(before))
  const is = leavesOf(parsed(after))
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => was.get(path) !== is.get(path) && !UNSAID.test(path))
    .map((path) => ({ name: nameOf(path), before: wordsFor(path, was.get(path)), after: wordsFor(path, is.get(path)) }))
}

/** Only what sets routes or their weights is taken back here; what was learnt and compared has its own way back. */
export function canTakeBack({ what }: Pick<RoutingChange, 'what'>): boolean {
  return what === 'policy' || what === 'weights'
}

const LIST = t(', ')

/** Times are beside the change already, and what an experiment is set up with does not change. */
const UNSAID = /(^|\.)(startedAt|endedAt|alpha|minimum|maximum|unit|arms\..*)$/

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

/** Every value by its path; a list of plain values counts as one. */
function leavesOf(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) into.set(path, value.join(', '))
  else if (isWeightSet(value)) {
    into.set(path, weightSetText(value))
    leavesOf(value.weights, path === '' ? 'weights' : `${path}.weights`, into)
  } else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) leavesOf(inner, path === '' ? key : `${path}.${key}`, into)
  } else if (value !== null && value !== undefined) into.set(path, String(value))
  return into
}

function isWeightSet(value: unknown): value is { name: string; version: number; weights: object } {
  return typeof value === 'object' && value !== null && 'name' in value && 'version' in value && 'weights' in value
}

const NAMES: Readonly<Record<string, string>> = {
  'routing.prefer': t('What matters most'),
  'routing.weights': t('Weights'),
  privacyMode: t('Every request'),
  version: t('Correction in use'),
  'local.slope': t('Local models, slope'),
  'local.offset': t('Local models, offset'),
  'hosted.slope': t('Hosted models, slope'),
  'hosted.offset': t('Hosted models, offset'),
  id: t('Experiment'),
  metric: t('Compared by'),
  result: t('Ended as'),
}

function nameOf(path: string): string {
  const label = /^policy\.allowed\.(\w+)$/.exec(path)?.[1]
  if (label !== undefined) return t('{label} text may run', { label: LABEL_TEXT[label as Label] ?? label })
  const weight = /^routing\.weights\.weights\.(\w+)$/.exec(path)?.[1]
  if (weight !== undefined) return WEIGHT_WORDS[weight as WeightName]?.text ?? weight
  return NAMES[path] ?? path
}

const RESULTS: Readonly<Record<string, string>> = {
  better: t('better'),
  worse: t('worse'),
  undecided: t('undecided'),
  stopped: t('stopped'),
}

function wordsFor(path: string, value: string | undefined): string | null {
  if (value === undefined) return null
  if (path.startsWith('policy.allowed.')) {
    return value === ''
      ? t('nowhere')
      : value
          .split(', ')
          .map((route) => ROUTE_TEXT[route as Route] ?? route)
          .join(LIST)
  }
  if (path === 'routing.prefer') return PREFERENCE_TEXT[value as Preference] ?? value
  if (path === 'privacyMode') return value === 'local-only' ? t('stays on this machine') : t('follows the policy')
  if (path === 'result') return RESULTS[value] ?? value
  if (path === 'metric') return METRIC_TEXT[value as keyof typeof METRIC_TEXT] ?? value
  if (path === 'version') return value === '0' ? t('none, as shipped') : value
  const number = Number(value)
  return /^-?\d+\.\d+/.test(value) && Number.isFinite(number) ? String(Number(number.toFixed(4))) : value
}
