import type { Label } from '#contracts/privacy.ts'
import type { ReasonCode, RoutingDecision } from '#contracts/routing.ts'

type Explained = Omit<RoutingDecision, 'summary' | 'unblock'>

const WHY_LABEL: Readonly<Record<Label, string>> = {
  public: 'nothing sensitive was found',
  internal: 'the text is marked or reads as internal',
  confidential: 'the text holds personal data',
  restricted: 'the text holds data that never leaves this machine, such as credentials, card or identity numbers or health data',
}

/** Plain words for each reason. */
export const REASON_TEXT: Readonly<Record<ReasonCode, string>> = {
  LABEL_FROM_FINDINGS: 'The label comes from what was found in the text.',
  LABEL_FROM_MARKER: 'The label comes from how the text is marked or what it speaks of.',
  LABEL_RAISED_BY_USER: 'You raised the label.',
  CLASSIFICATION_FAILED: 'The text could not be checked, so it is treated as restricted.',
  POLICY_LIMITS_ROUTES: 'The policy does not allow every route for this label.',
  POLICY_FORBIDS_ROUTE: 'The policy forbids the route you chose.',
  LOCAL_ONLY_MODE: 'Local-only mode is on.',
  PINNED_ROUTE: 'You chose the route.',
  HOSTED_NOT_CONFIGURED: 'No hosted service is set up with a key.',
  HOSTED_OFFLINE: 'The hosted service cannot be reached.',
  HOSTED_CIRCUIT_OPEN: 'The hosted service failed repeatedly and is given a rest.',
  HOSTED_BUDGET_EXHAUSTED: 'Today’s budget for hosted calls does not cover this request.',
  HOSTED_COST_ABOVE_LIMIT: 'It would cost more than the limit you set for this request.',
  HOSTED_CONTEXT_TOO_SMALL: 'The text is too long for the hosted model.',
  LOCAL_UNHEALTHY: 'No local model is ready.',
  LOCAL_MEMORY_INSUFFICIENT: 'There is not enough free memory for the local model.',
  LOCAL_GPU_MEMORY_INSUFFICIENT: 'There is not enough free GPU memory for the local model.',
  LOCAL_CONTEXT_TOO_SMALL: 'The text is too long for the local model.',
  LOCAL_CPU_SATURATED: 'The processor is fully busy.',
  LOCAL_BATTERY_LOW: 'The battery is nearly empty.',
  LOCAL_GOOD_ENOUGH: 'The local model is good enough for this request.',
  HOSTED_MUCH_BETTER: 'The hosted model is expected to do noticeably better.',
  HYBRID_KEEPS_DATA: 'The hosted model is expected to do noticeably better, and masking keeps the sensitive parts here.',
  ONLY_FEASIBLE_ROUTE: 'It is the only route that is allowed and can run now.',
  TIE_GOES_LOCAL: 'Routes are equally good, and then the local one is taken.',
  NO_ALLOWED_ROUTE: 'No allowed route can run now.',
}

/** What would lift a blocker, as something a person can do or wait for. */
const REMEDY: Partial<Readonly<Record<ReasonCode, string>>> = {
  POLICY_FORBIDS_ROUTE: 'Choose Auto or an allowed route, or take the sensitive parts out of the text.',
  HOSTED_NOT_CONFIGURED: 'Set up a hosted service and its key.',
  HOSTED_OFFLINE: 'Connect to the network.',
  HOSTED_CIRCUIT_OPEN: 'Wait until the hosted service recovers.',
  HOSTED_BUDGET_EXHAUSTED: 'Raise the daily budget, or wait until tomorrow.',
  HOSTED_COST_ABOVE_LIMIT: 'Raise the cost limit of this request.',
  HOSTED_CONTEXT_TOO_SMALL: 'Attach fewer or shorter sources.',
  LOCAL_UNHEALTHY: 'Start the local model.',
  LOCAL_MEMORY_INSUFFICIENT: 'Free memory, or choose a smaller local model.',
  LOCAL_GPU_MEMORY_INSUFFICIENT: 'Free GPU memory, or choose a smaller local model.',
  LOCAL_CONTEXT_TOO_SMALL: 'Attach fewer or shorter sources, or choose a local model with a longer context.',
  LOCAL_CPU_SATURATED: 'Wait until the processor is less busy.',
}

const BECAUSE: readonly (readonly [ReasonCode, string])[] = [
  ['PINNED_ROUTE', 'you chose it'],
  ['LOCAL_ONLY_MODE', 'local-only mode is on'],
  ['LOCAL_CPU_SATURATED', 'the processor is fully busy'],
  ['LOCAL_MEMORY_INSUFFICIENT', 'there is not enough free memory for the local model'],
  ['LOCAL_GPU_MEMORY_INSUFFICIENT', 'there is not enough free GPU memory for the local model'],
  ['LOCAL_CONTEXT_TOO_SMALL', 'the text is too long for the local model'],
  ['LOCAL_UNHEALTHY', 'no local model is ready'],
  ['LOCAL_BATTERY_LOW', 'the battery is nearly empty'],
]

/** One sentence for a person. */
export function summarise(decision: Explained): string {
  const { status, route, label, reasons, options } = decision
  const has = (code: ReasonCode): boolean => reasons.includes(code)
  const why = has('CLASSIFICATION_FAILED')
    ? 'the text could not be checked and is treated as restricted'
    : has('LABEL_RAISED_BY_USER')
      ? `you marked it ${label}`
      : WHY_LABEL[label]
  if (status === 'blocked') {
    const cause = has('LOCAL_ONLY_MODE') && label === 'public' ? 'local-only mode is on' : why
    return `Not sent: the ${options.route ?? ''} route is not allowed, because ${cause}.`
  }
  if (status === 'deferred') {
    const cause = reasons
      .map((code) => REASON_TEXT[code])
      .find((_text, index) => REMEDY[reasons[index] ?? 'NO_ALLOWED_ROUTE'] !== undefined)
    return `Waiting: no allowed route can run now. ${cause ?? ''}`.trim()
  }
  const known = BECAUSE.find(([code]) => has(code) && (route !== 'local' || code === 'PINNED_ROUTE' || code === 'LOCAL_ONLY_MODE'))?.[1]
  if (route === 'local') {
    const cause =
      label === 'restricted'
        ? why
        : (known ?? (has('ONLY_FEASIBLE_ROUTE') ? hostedCause(reasons) : label === 'public' ? 'it is good enough for this request' : why))
    return `Runs on this machine: ${cause}.`
  }
  const better = known ?? 'the hosted model is expected to do noticeably better'
  return route === 'hosted'
    ? `Runs on the hosted service: ${better}, and ${why}.`
    : `Runs on the hosted service with masked text: ${better}, and ${why}.`
}

function hostedCause(reasons: readonly ReasonCode[]): string {
  if (reasons.includes('HOSTED_NOT_CONFIGURED')) return 'no hosted service is set up'
  if (reasons.includes('HOSTED_OFFLINE')) return 'the hosted service cannot be reached'
  return 'no other route can run now'
}

/** What would unblock a deferred or blocked request, each once. */
export function unblockers(decision: Explained): string[] {
  if (decision.status === 'routed') return []
  if (decision.status === 'blocked') return [REMEDY.POLICY_FORBIDS_ROUTE ?? '']
  const wanted = decision.estimates.filter(
    ({ route, allowed }) => allowed && (decision.options.route === undefined || decision.options.route === route),
  )
  const remedies = wanted.flatMap(({ blockers }) => blockers.map((code) => REMEDY[code])).filter((text) => text !== undefined)
  return [...new Set(remedies)]
}

/** The whole explanation, a line each, for the command line and the log of a decision. */
export function explain(decision: RoutingDecision): string[] {
  const percent = (value: number): string => `${Math.round(value * 100)} %`
  return [
    decision.summary,
    `Label ${decision.label}, difficulty ${percent(decision.difficulty)}, about ${decision.inputTokens} tokens in and ${decision.outputTokens} out.`,
    ...decision.estimates.map(({ route, allowed, feasible, quality, latencyMs, costUsd, utility, blockers }) => {
      const state = !allowed ? 'not allowed' : feasible ? 'can run' : `cannot run (${blockers.join(', ')})`
      return `  ${route.padEnd(6)} ${state}: quality ${percent(quality)}, ${(latencyMs / 1_000).toFixed(1)} s, $${costUsd.toFixed(4)}, worth ${utility.toFixed(2)}`
    }),
    ...decision.reasons.map((code) => `  ${code}: ${REASON_TEXT[code]}`),
    ...decision.unblock.map((text) => `  → ${text}`),
  ]
}
