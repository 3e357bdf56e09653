import { describe, expect, it } from 'vitest'
import { type Finding, LABELS, type Label } from '#contracts/privacy.ts'
import type { ReasonCode, RouteOptions } from '#contracts/routing.ts'
import { judgeLabel, type ScanForDecision } from './judge-label.ts'

function judged(scan: ScanForDecision, options: RouteOptions = {}) {
  const reasons = new Set<ReasonCode>()
  return { label: judgeLabel(scan, options, reasons), reasons: [...reasons] }
}

const finding = (type: string): Finding => ({ type, start: 0, end: 4, score: 0.9, recognizer: 'r' })
/** What a border would refuse; here it stands for a defect behind the border. */
const outside: Label = JSON.parse('"top-secret"')

describe('judgeLabel', () => {
  it('takes the higher of what was found and what the user said', () => {
    for (const found of LABELS) {
      for (const said of LABELS) {
        const higher = LABELS[Math.max(LABELS.indexOf(found), LABELS.indexOf(said))]
        expect(judged({ label: found, findings: [] }, { label: said }).label).toBe(higher)
      }
    }
  })

  it.each<[string, ScanForDecision, RouteOptions, string, ReasonCode[]]>([
    ['nothing found', { label: 'public', findings: [] }, {}, 'public', []],
    ['a finding', { label: 'confidential', findings: [finding('EMAIL_ADDRESS')] }, {}, 'confidential', ['LABEL_FROM_FINDINGS']],
    ['a marker', { label: 'internal', findings: [finding('INTERNAL_MARKER')] }, {}, 'internal', ['LABEL_FROM_MARKER']],
    [
      'a marker beside a stronger finding',
      { label: 'restricted', findings: [finding('INTERNAL_MARKER'), finding('CREDIT_CARD')] },
      {},
      'restricted',
      ['LABEL_FROM_FINDINGS'],
    ],
    ['raised by the user', { label: 'public', findings: [] }, { label: 'restricted' }, 'restricted', ['LABEL_RAISED_BY_USER']],
    [
      'lowered in vain',
      { label: 'restricted', findings: [finding('SECRET/x')] },
      { label: 'public' },
      'restricted',
      ['LABEL_FROM_FINDINGS'],
    ],
    ['the same said', { label: 'internal', findings: [] }, { label: 'internal' }, 'internal', ['LABEL_FROM_MARKER']],
    ['a failed scan', 'failed', {}, 'restricted', ['CLASSIFICATION_FAILED']],
    ['a failed scan, lowered in vain', 'failed', { label: 'public' }, 'restricted', ['CLASSIFICATION_FAILED']],
    ['a label that is none', { label: outside, findings: [] }, {}, 'restricted', ['CLASSIFICATION_FAILED']],
    ['a user label that is none', { label: 'public', findings: [] }, { label: outside }, 'restricted', ['LABEL_RAISED_BY_USER']],
  ])('%s', (_name, scan, options, label, reasons) => {
    expect(judged(scan, options)).toEqual({ label, reasons })
  })
})
