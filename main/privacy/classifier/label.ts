import { type Finding, LABELS, type Label, labelRank } from '#contracts/privacy.ts'
import type { Recognizer } from './types.ts'

/** Below this confidence a finding is shown and masked, but does not decide where a text may go. */
const DECISIVE = 0.5

/** Types that never leave, not even masked: credentials, identities issued by a state, money, health. */
const RESTRICTED = new Set([
  'CREDIT_CARD',
  'IBAN_CODE',
  'BANK_ACCOUNT',
  'US_BANK_NUMBER',
  'UK_BANK_ACCOUNT',
  'CARD_SECURITY_CODE',
  'HEALTH',
  'MEDICAL_RECORD',
  'MEDICAL_LICENSE',
  'PASSPORT',
])
/** State-issued numbers carry their country: `US_SSN`, `DE_TAX_ID`, `IN_AADHAAR` … */
const STATE_ISSUED = /^[A-Z]{2}_(?!URL|ADDRESS)/

const CONFIDENTIAL = new Set(['EMAIL_ADDRESS', 'PHONE_NUMBER', 'POSTAL_ADDRESS', 'CRYPTO', 'GEO_COORDINATES', 'VEHICLE'])
const INTERNAL = new Set(['IP_ADDRESS', 'MAC_ADDRESS', 'USERNAME', 'REFERENCE_NUMBER', 'INTERNAL_MARKER'])

/** A request that looks like somebody's own affair as a whole: who, with whom, where and when stand together. */
const PERSONAL_CONTEXT = 'PERSONAL_CONTEXT'
/** From this confidence on such a request is confidential; below it, internal. */
const CERTAIN = 0.85

/** What the workspace itself calls private carries the label that it was given: `WORKSPACE/confidential`. */
const WORKSPACE = 'WORKSPACE/'

/** Label that one finding asks for. Names, places, organisations and ages alone ask for none: public text is full of them; what they amount to together is judged apart. */
export function labelOfFinding({ type, recognizer, score }: Finding): Label {
  if (type.startsWith(WORKSPACE)) return LABELS.find((label) => type === `${WORKSPACE}${label}`) ?? 'restricted'
  if (type.startsWith('SECRET/')) return score >= DECISIVE ? 'restricted' : 'internal'
  if (score < DECISIVE) return 'public'
  if (RESTRICTED.has(type) || STATE_ISSUED.test(type)) return 'restricted'
  if (type === PERSONAL_CONTEXT) return score >= CERTAIN ? 'confidential' : 'internal'
  if (CONFIDENTIAL.has(type) || recognizer.startsWith('birth-date')) return 'confidential'
  return INTERNAL.has(type) ? 'internal' : 'public'
}

/** The highest label that a finding of a row can ask for: its context may add to its score. */
export function highestLabelOf({ type, name, score, context }: Pick<Recognizer, 'type' | 'name' | 'score' | 'context'>): Label {
  return labelOfFinding({ type, recognizer: name, score: Math.min(1, score + (context?.boost ?? 0)), start: 0, end: 0 })
}

/** Whether a finding is about what a text says as one, and not about what stands in it. */
function isOfTheWhole({ recognizer }: Finding): boolean {
  return recognizer.startsWith('request-')
}

/** Of what stands in a text alone, whatever it says as one: for a text that others put together. */
export function labelOfSpans(findings: readonly Finding[]): Label {
  return labelOf(findings.filter((finding) => !isOfTheWhole(finding)))
}

function higherOf(one: Label, other: Label): Label {
  return labelRank(other) > labelRank(one) ? other : one
}

export function labelOf(findings: readonly Finding[]): Label {
  let top: Label = 'public'
  for (const finding of findings) if (top !== 'restricted') top = higherOf(top, labelOfFinding(finding))
  return top
}
