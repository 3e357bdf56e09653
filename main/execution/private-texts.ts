import type { Finding } from '#contracts/privacy.ts'
import { identifies, labelOfFinding } from '../privacy/index.ts'
import type { TextToMask } from '../privacy/masking/index.ts'

/** A request's texts with what was found in them. */
export interface ScannedTexts {
  readonly prompt: TextToMask
  readonly sources: readonly { readonly name: TextToMask; readonly text: TextToMask }[]
}

/** Characters on both sides of a value: the words that say what it is ("Mrs", "born on"). */
const BESIDE = 60

/**
 * What a conversation keeps of a request: the prompt, and of its sources what stands around each private value. In a request that leaves masked
 * that is whatever is masked; in another one, people and what is private by itself: a town that was spoken of here alone is nobody's secret.
 */
export function privateTexts({ prompt, sources }: ScannedTexts, { leftMasked }: { readonly leftMasked: boolean }): TextToMask[] {
  const isKept = (finding: Finding): boolean =>
    identifies(finding) && (leftMasked || finding.type === 'PERSON' || labelOfFinding(finding) !== 'public')
  const kept = ({ text, findings }: TextToMask): TextToMask => ({ text, findings: findings.filter(isKept) })
  return [prompt, ...sources.flatMap(({ name, text }) => [name, text])]
    .map(kept)
    .filter(({ findings }) => findings.length > 0)
    .map(surroundings)
}

/** The findings of a text with what stands beside them, one stretch below the other. */
function surroundings({ text, findings }: TextToMask): TextToMask {
  const sorted = findings.toSorted((a, b) => a.start - b.start)
  const stretches: { start: number; end: number; readonly findings: Finding[] }[] = []
  for (const finding of sorted) {
    const start = Math.max(0, finding.start - BESIDE)
    const end = Math.min(text.length, finding.end + BESIDE)
    const last = stretches.at(-1)
    if (last === undefined || start > last.end) stretches.push({ start, end, findings: [finding] })
    else {
      last.end = Math.max(last.end, end)
      last.findings.push(finding)
    }
  }
  let below = ''
  const moved = stretches.flatMap((stretch) => {
    const by = below.length - stretch.start
    below += `${text.slice(stretch.start, stretch.end)}\n\n`
    return stretch.findings.map((finding) => ({ ...finding, start: finding.start + by, end: finding.end + by }))
  })
  return { text: below, findings: moved }
}
