import type { RouteEstimate, RoutingDecision } from '#contracts/routing.ts'
import { writesNothing } from '#contracts/writes-nothing.ts'
import { t } from '../../i18n/t.ts'
import { formatMs, formatUsd } from '../../ui/format.ts'
import { REASON_TEXT } from './reason-text.ts'

/** What is private in the request: places in the prompt, and whole sources. */
export interface PrivateParts {
  /** Places that raise the label. */
  readonly items: number
  /** All places that were found; where text is masked, each of them is replaced. */
  readonly marked: number
  readonly sources: number
}

/** What will happen and why, short enough to be read at a glance. */
export interface GateLine {
  readonly outcome: 'local' | 'hybrid' | 'hosted' | 'waits' | 'blocked'
  readonly headline: string
  /** In order of weight. */
  readonly because: readonly string[]
}

/** The gate's decision as one line: where it runs, what becomes of what is private, how long, how much. */
export function gateLine(decision: RoutingDecision, parts: PrivateParts): GateLine {
  if (decision.status === 'blocked') {
    return { outcome: 'blocked', headline: t('Blocked'), because: [...obstacles(decision), t('Nothing is sent.')] }
  }
  if (decision.status === 'deferred' || decision.route === null) {
    return { outcome: 'waits', headline: t('Waits'), because: [...obstacles(decision), t('It starts by itself when that changes.')] }
  }
  const estimate = decision.estimates.find(({ route }) => route === decision.route)
  switch (decision.route) {
    case 'local':
      if (writesNothing(decision.providers.local))
        return {
          outcome: 'waits',
          headline: (decision.sourceTokens ?? 0) === 0 ? t('Nothing to write from') : t('No model to write it'),
          because: [whatIsMissing(decision), whatStays(parts)],
        }
      return { outcome: 'local', headline: t('Runs here'), because: [whatStays(parts), ...expected(estimate)] }
    case 'hybrid':
      return { outcome: 'hybrid', headline: t('Only masked text leaves'), because: [whatIsMasked(parts), ...expected(estimate)] }
    case 'hosted':
      return { outcome: 'hosted', headline: t('Leaves as written'), because: [t('nothing private found'), ...expected(estimate)] }
  }
}

function whatIsMissing({ sourceTokens = 0 }: RoutingDecision): string {
  return sourceTokens === 0
    ? t('add a source, or set up a model')
    : t('this template needs a model: set one up, or choose another template')
}

function whatStays({ items, sources }: PrivateParts): string {
  if (items > 0 && sources > 0) {
    return t(
      '{items, plural, one {# private item} other {# private items}} and {sources, plural, one {# private source} other {# private sources}} stay here',
      { items, sources },
    )
  }
  if (items > 0) {
    return t('{items, plural, one {# private item stays on this machine} other {# private items stay on this machine}}', { items })
  }
  if (sources > 0) {
    return t('{sources, plural, one {# private source stays on this machine} other {# private sources stay on this machine}}', { sources })
  }
  return t('nothing leaves this machine')
}

function whatIsMasked({ marked, sources }: PrivateParts): string {
  if (marked > 0 && sources === 0) {
    return t('{items, plural, one {# private item is replaced first} other {# private items are replaced first}}', { items: marked })
  }
  return t('what is private is replaced first, and put back in the answer')
}

/** A guess is rounded so that it reads as one, and does not flicker while one types. */
function expected(estimate: RouteEstimate | undefined): string[] {
  if (estimate === undefined) return []
  const { latencyMs, costUsd } = estimate
  const time = latencyMs < 1_000 ? t('ready in a moment') : t('ready in about {time}', { time: unbroken(formatMs(roughly(latencyMs))) })
  return costUsd > 0 ? [time, t('about {cost}', { cost: formatUsd(costUsd) })] : [time]
}

/** A number stays beside its unit. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0')
}

function roughly(ms: number): number {
  const step = ms < 10_000 ? 1_000 : 5_000
  return Math.max(step, Math.round(ms / step) * step)
}

/** Why no allowed route can run: what stands against each of them, said once, at most two of them. */
function obstacles(decision: RoutingDecision): string[] {
  const general = decision.reasons.filter((reason) => reason === 'POLICY_FORBIDS_ROUTE' || reason === 'CLASSIFICATION_FAILED')
  const ofRoutes = decision.estimates.filter(({ allowed }) => allowed).flatMap(({ blockers }) => blockers)
  const reasons = general.length > 0 ? general : ofRoutes
  return [...new Set(reasons)].slice(0, 2).map((reason) => REASON_TEXT[reason])
}
