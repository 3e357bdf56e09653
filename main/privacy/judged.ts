import type { JudgedScan, ScanResult } from '#contracts/privacy.ts'
import { labelOfFinding } from './classifier/index.ts'

/** A scan with what each finding asks for by itself. The label of the whole may be higher: it weighs what stands together. */
export function judged(scan: ScanResult): JudgedScan {
  return { ...scan, findings: scan.findings.map((finding) => ({ ...finding, label: labelOfFinding(finding) })) }
}
