import { type Finding, highestLabel, LABELS, type Label } from '#contracts/privacy.ts'
import type { ReasonCode, RouteOptions } from '#contracts/routing.ts'

/** What the classifier found in prompt and sources together; `failed` when it could not tell. */
export type ScanForDecision =
  | {
      readonly label: Label
      readonly findings: readonly (Finding & { readonly source?: string | undefined })[]
      /** By itself it would be less: it speaks of what was private earlier in its conversation. */
      readonly byConversation?: boolean
    }
  | 'failed'

/** Type of the finding that stands for wording such as "internal only" rather than for a sensitive value. */
const MARKER_TYPE = 'INTERNAL_MARKER'

/**
 * Label of a request: the highest of what was found and what the user said. A scan that failed counts as restricted, and so does a
 * label that is not one of ours: `highestLabel` would rank it below public, and a defect elsewhere would then open the gate.
 */
export function judgeLabel(scan: ScanForDecision, options: RouteOptions, reasons: Set<ReasonCode>): Label {
  const readable = scan !== 'failed' && isLabel(scan.label)
  const found: Label = readable ? scan.label : 'restricted'
  if (!readable) reasons.add('CLASSIFICATION_FAILED')
  else if (scan.byConversation === true) reasons.add('PRIVATE_IN_CONVERSATION')
  else if (found !== 'public') reasons.add(fromMarker(found, scan.findings) ? 'LABEL_FROM_MARKER' : 'LABEL_FROM_FINDINGS')
  if (options.label === undefined) return found
  const label = highestLabel([found, isLabel(options.label) ? options.label : 'restricted'])
  if (label !== found) reasons.add('LABEL_RAISED_BY_USER')
  return label
}

function isLabel(value: string): boolean {
  return LABELS.some((label) => label === value)
}

function fromMarker(label: Label, findings: readonly Finding[]): boolean {
  return findings.length === 0 || (label === 'internal' && findings.some(({ type }) => type === MARKER_TYPE))
}
