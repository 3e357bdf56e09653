import type { RoutingDecision } from '#contracts/routing.ts'
import { type DecisionFacts, decideFrom, type RoutingRules } from './decide.ts'
import { factsOfDecision } from './replay.ts'

/** One thing that, were it otherwise, would have led elsewhere. */
export interface Counterfactual {
  /** What would have to be otherwise: `the sensitive parts were taken out`. */
  readonly change: string
  readonly route: NonNullable<RoutingDecision['route']>
  /** A sentence for a person. */
  readonly sentence: string
}

interface Change {
  readonly words: string
  /** Null where it would be no change. */
  readonly apply: (facts: DecisionFacts) => DecisionFacts | null
}

const LIST = new Intl.ListFormat('en', { type: 'conjunction' })
const PLACE = { local: 'on this machine', hosted: 'on the hosted service', hybrid: 'on the hosted service with masked text' } as const

const without = (facts: DecisionFacts, option: 'route' | 'privacyMode' | 'maxCostUsd' | 'maxLatencyMs'): DecisionFacts | null => {
  const { [option]: gone, ...options } = facts.options
  return gone === undefined ? null : { ...facts, options }
}

const CHANGES: readonly Change[] = [
  { words: 'you had not chosen the route', apply: (facts) => without(facts, 'route') },
  {
    words: 'local-only mode were off',
    apply: (facts) => (facts.options.privacyMode === 'local-only' ? without(facts, 'privacyMode') : null),
  },
  {
    words: 'the sensitive parts were taken out',
    apply: (facts) =>
      facts.label === 'public' ? null : { ...facts, label: 'public', labelReasons: [], options: unlabelled(facts.options) },
  },
  {
    words: 'the hosted service could be reached',
    apply: (facts) => withHosted(facts, { online: true, circuit: 'closed' }),
  },
  {
    words: 'there were budget left for hosted calls',
    apply: (facts) => withHosted(facts, { budgetLeftUsd: Number.MAX_SAFE_INTEGER }, facts.options.maxCostUsd === undefined),
  },
  { words: 'there were no cost limit', apply: (facts) => without(facts, 'maxCostUsd') },
  { words: 'there were no time limit', apply: (facts) => without(facts, 'maxLatencyMs') },
  {
    words: 'the machine had room for the local model',
    apply: (facts) => ({ ...facts, standing: undefined, snapshot: idle(facts.snapshot) }),
  },
  { words: 'you preferred quality', apply: (facts) => ({ ...facts, options: { ...facts.options, prefer: 'quality' } }) },
  { words: 'you preferred speed', apply: (facts) => ({ ...facts, options: { ...facts.options, prefer: 'speed' } }) },
  { words: 'you preferred the lower cost', apply: (facts) => ({ ...facts, options: { ...facts.options, prefer: 'cost' } }) },
]

/**
 * What would have led to another route, each change alone; the first that leads to a route is kept for it, so that there are at most two.
 * Linear in the changes: each is one decision.
 */
export function counterfactuals(decision: RoutingDecision, rules: RoutingRules): Counterfactual[] {
  const facts = factsOfDecision(decision)
  const own = { ...rules, ...(decision.weights === undefined ? {} : { weights: decision.weights }) }
  const found = new Map<string, Counterfactual>()
  for (const { words, apply } of CHANGES) {
    const changed = apply(facts)
    const other = changed === null ? null : decideFrom(changed, own)
    if (other === null || other.route === null || other.route === decision.route || found.has(other.route)) continue
    found.set(other.route, { change: words, route: other.route, sentence: `It would run ${PLACE[other.route]} if ${words}.` })
  }
  return [...found.values()]
}

function unlabelled({ label: _label, ...options }: DecisionFacts['options']): DecisionFacts['options'] {
  return options
}

function withHosted(facts: DecisionFacts, change: Partial<DecisionFacts['providers']['hosted']>, applies = true): DecisionFacts | null {
  const { hosted } = facts.providers
  const isChange = Object.entries(change).some(([key, value]) => hosted[key as keyof typeof hosted] !== value)
  return applies && hosted.configured && isChange ? { ...facts, providers: { ...facts.providers, hosted: { ...hosted, ...change } } } : null
}

function idle(snapshot: DecisionFacts['snapshot']): DecisionFacts['snapshot'] {
  return {
    cpu: { ...snapshot.cpu, loadPct: 0 },
    memory: { ...snapshot.memory, availableMb: Number.MAX_SAFE_INTEGER },
    gpu: snapshot.gpu.map((card) => ({ ...card, vramFreeMb: Math.max(card.vramTotalMb, card.vramFreeMb) })),
    battery: { ...snapshot.battery, charging: true },
    thermal: 'nominal',
  }
}

/** How the chosen route compares with the next one that could run: seconds, money, and how likely the answer is good enough. */
export function comparison(decision: RoutingDecision): string | null {
  const chosen = decision.estimates.find(({ route }) => route === decision.route)
  const other = decision.estimates
    // Hosted and hybrid are the same model.
    .filter(
      ({ route, feasible, allowed }) =>
        route !== decision.route && feasible && allowed && (decision.route === 'local' || route === 'local'),
    )
    .sort((a, b) => b.utility - a.utility)[0]
  if (chosen === undefined || other === undefined) return null
  const parts: string[] = []
  const seconds = (other.latencyMs - chosen.latencyMs) / 1_000
  if (Math.abs(seconds) >= 1) parts.push(`${Math.abs(Math.round(seconds))} s ${seconds < 0 ? 'faster' : 'slower'}`)
  const dollars = other.costUsd - chosen.costUsd
  if (Math.abs(dollars) >= 0.000_5)
    parts.push(`$${Math.abs(dollars).toFixed(dollars < 0.01 && dollars > -0.01 ? 4 : 2)} ${dollars < 0 ? 'cheaper' : 'dearer'}`)
  const points = Math.round(((other.success ?? 0) - (chosen.success ?? 0)) * 100)
  if (Math.abs(points) >= 5) parts.push(`${Math.abs(points)} points ${points > 0 ? 'likelier' : 'less likely'} to be good enough`)
  if (parts.length === 0) return null
  const name = { local: 'Local', hosted: 'Hosted', hybrid: 'Hybrid' }[other.route]
  return `${name} would be ${LIST.format(parts)}.`
}
