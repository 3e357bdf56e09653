import type { Finding, Label } from '#contracts/privacy.ts'
import type { ReasonCode } from '#contracts/routing.ts'
import { REASON_TEXT } from './reason-text.ts'
import { awaited, builtInAllows, forbiddenByMode, type Unworded } from './unblockers.ts'

const WHY_LABEL: Readonly<Record<Label, string>> = {
  public: 'nothing sensitive was found',
  internal: 'the text is marked or reads as internal',
  confidential: 'the text holds personal data',
  restricted: 'the text holds data that never leaves this machine',
}

/** What never leaves, by the types that the classifier gives it; the first that matches names a finding. */
const NEVER_LEAVES: readonly (readonly [RegExp, string])[] = [
  [/^SECRET\//, 'credentials'],
  [/^(?:CREDIT_CARD|CARD_SECURITY_CODE|IBAN_CODE|BANK_ACCOUNT|[A-Z]{2}_BANK_\w+)$/, 'card or bank numbers'],
  [/^(?:HEALTH|MEDICAL_\w+)$/, 'health data'],
  [/^(?:PASSPORT|[A-Z]{2}_(?!URL|ADDRESS)\w+)$/, 'identity numbers'],
]
const LIST = new Intl.ListFormat('en', { type: 'conjunction' })
/** Below this confidence a finding is not named as the cause. */
const CERTAIN = 0.5

const WHY_NOT_LOCAL: readonly (readonly [ReasonCode, string])[] = [
  ['LOCAL_CPU_SATURATED', 'the processor is fully busy'],
  ['LOCAL_MEMORY_INSUFFICIENT', 'there is not enough free memory for the local model'],
  ['LOCAL_GPU_MEMORY_INSUFFICIENT', 'there is not enough free GPU memory for the local model'],
  ['LOCAL_CONTEXT_TOO_SMALL', 'the text is too long for the local model'],
  ['LOCAL_UNHEALTHY', 'no local model is ready'],
  ['LOCAL_LATENCY_ABOVE_LIMIT', 'the local model would take longer than your limit'],
]

const WHY_NOT_HOSTED: readonly (readonly [ReasonCode, string])[] = [
  ['HOSTED_NOT_CONFIGURED', 'no hosted service is set up'],
  ['HOSTED_OFFLINE', 'the hosted service cannot be reached'],
  ['HOSTED_CIRCUIT_OPEN', 'the hosted service failed repeatedly and is given a rest'],
  ['HOSTED_BUDGET_EXHAUSTED', 'the budget for hosted calls does not cover it'],
  ['HOSTED_COST_ABOVE_LIMIT', 'the hosted service would cost more than your limit'],
  ['HOSTED_CONTEXT_TOO_SMALL', 'the text is too long for the hosted model'],
  ['HOSTED_LATENCY_ABOVE_LIMIT', 'the hosted service would take longer than your limit'],
]

const BETTER = 'the hosted model is expected to do noticeably better'

/** One sentence for a person (two when a request waits: what, and why). */
export function summarise(decision: Unworded): string {
  const why = whyLabel(decision)
  if (decision.status === 'blocked') return blockedSentence(decision, why)
  if (decision.status === 'deferred') return deferredSentence(decision)
  if (decision.route === 'local') return `Runs on this machine: ${whyLocal(decision, why)}.`
  const place = decision.route === 'hosted' ? 'the hosted service' : 'the hosted service with masked text'
  return `Runs on ${place}: ${whyAway(decision)}, and ${why}.`
}

function whyLabel({ reasons, label, findings }: Unworded): string {
  if (reasons.includes('CLASSIFICATION_FAILED')) return 'the text could not be checked and is treated as restricted'
  if (reasons.includes('LABEL_RAISED_BY_USER')) return `you marked it ${label}`
  if (reasons.includes('PRIVATE_IN_CONVERSATION')) return 'it speaks of something that was private earlier in this conversation'
  if (label !== 'restricted') return WHY_LABEL[label]
  const typed = neverLeaving(findings.filter(({ source }) => source === undefined))
  if (typed !== '') return `the text holds ${typed}, which never leave this machine`
  const attached = neverLeaving(findings)
  return attached === '' ? WHY_LABEL.restricted : `a source holds ${attached}, which never leave this machine`
}

/** In a list for a person; empty where nothing certain is among the findings. */
function neverLeaving(findings: readonly Finding[]): string {
  const certain = findings.filter(({ score }) => score >= CERTAIN)
  const kinds = certain.map(({ type }) => NEVER_LEAVES.find(([pattern]) => pattern.test(type))?.[1]).filter((kind) => kind !== undefined)
  return LIST.format(new Set(kinds))
}

function blockedSentence(decision: Unworded, why: string): string {
  const { options, label } = decision
  const byWorkspace = options.route !== undefined && builtInAllows(options.route, label)
  const cause = forbiddenByMode(decision)
    ? 'local-only mode is on'
    : byWorkspace
      ? `the workspace policy forbids it for ${label} text`
      : why
  return `Not sent: the ${options.route ?? 'chosen'} route is not allowed, because ${cause}.`
}

function deferredSentence(decision: Unworded): string {
  const waiting = awaited(decision)
  if (waiting.length === 0) return `Waiting: the workspace policy leaves no route for ${decision.label} text.`
  const { route } = decision.options
  const what =
    route === undefined ? 'Waiting: no allowed route can run now.' : `Waiting: the ${route} route, which you chose, cannot run now.`
  const cause = waiting.flatMap(({ blockers }) => blockers).find((code) => code !== 'LOCAL_BATTERY_LOW' && code !== 'LOCAL_HOT')
  return cause === undefined ? what : `${what} ${REASON_TEXT[cause]}`
}

function whyLocal({ label, reasons, allowedRoutes }: Unworded, why: string): string {
  if (reasons.includes('WITHOUT_MODEL'))
    return 'the text is too long for the local model, so the engine without a model selects sentences of the sources'
  if (label === 'restricted') return why
  if (reasons.includes('PINNED_ROUTE')) return 'you chose it'
  if (reasons.includes('LOCAL_ONLY_MODE')) return 'local-only mode is on'
  if (allowedRoutes.length === 1) return `the workspace policy allows nothing else for ${label} text`
  const cause = reasons.includes('ONLY_FEASIBLE_ROUTE') ? WHY_NOT_HOSTED.find(([code]) => reasons.includes(code))?.[1] : undefined
  if (cause !== undefined) return cause
  if (label !== 'public') return why
  return reasons.includes('LOCAL_GOOD_ENOUGH') ? 'it is good enough for this request' : 'the hosted service is not worth its cost here'
}

function whyAway({ reasons, estimates }: Unworded): string {
  if (reasons.includes('PINNED_ROUTE')) return 'you chose it'
  const local = estimates.find(({ route }) => route === 'local')
  if (local?.allowed === false) return 'the workspace policy does not allow the local route'
  const cause = WHY_NOT_LOCAL.find(([code]) => local?.blockers.includes(code))?.[1]
  if (cause !== undefined) return cause
  if (reasons.includes('HOSTED_MUCH_BETTER')) return BETTER
  if (reasons.includes('LOCAL_BATTERY_LOW')) return 'the battery is nearly empty'
  return reasons.includes('LOCAL_HOT') ? 'the machine is hot' : BETTER
}
