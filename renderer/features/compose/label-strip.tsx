import type { Finding, Label } from '#contracts/privacy.ts'
import { useCompose, useSources } from '../../state/app-context.ts'
import { highest } from '../../state/labels.ts'
import { includedSources } from '../../state/sources-store.ts'
import { LABEL_TEXT, LabelBadge } from '../../ui/badges.tsx'
import { familyOf, maskedPreview, typeText } from '../../ui/finding-kinds.ts'

const SHOWN = 24

/** The label of the request as it stands, where it comes from, and what was found in the prompt. */
export function LabelStrip() {
  const prompt = useCompose((s) => s.prompt)
  const findings = useCompose((s) => s.findings)
  const promptLabel = useCompose((s) => s.promptLabel)
  const scanState = useCompose((s) => s.scanState)
  const raised = useCompose((s) => s.raisedLabel)
  const sources = useSources((s) => s.sources)
  const excluded = useSources((s) => s.excluded)
  const sourceLabel = highest(includedSources({ sources, excluded }).map((source) => source.label))
  const label = highest([promptLabel, sourceLabel, raised ?? 'public'])
  return (
    <div className="label-strip" id="prompt-label">
      <div className="row row-wrap">
        <span role="status" aria-label="Sensitivity label" aria-busy={scanState === 'pending'}>
          <LabelBadge label={label} />
        </span>
        <span className="small muted">
          {scanState === 'failed'
            ? 'The text could not be checked, so it is treated as restricted.'
            : origin(label, promptLabel, sourceLabel, raised)}
        </span>
      </div>
      {findings.length > 0 ? <FindingList prompt={prompt} findings={findings} /> : null}
    </div>
  )
}

function origin(label: Label, prompt: Label, source: Label, raised: Label | null): string {
  if (label === 'public') return 'Nothing sensitive found.'
  const from = [prompt === label ? 'your text' : '', source === label ? 'the sources' : '', raised === label ? 'your choice' : ''].filter(
    Boolean,
  )
  return `${LABEL_TEXT[label]} because of ${from.join(' and ')}.`
}

function FindingList({ prompt, findings }: { readonly prompt: string; readonly findings: readonly Finding[] }) {
  return (
    <ul className="plain-list finding-list" aria-label="Findings">
      {findings.slice(0, SHOWN).map((finding) => {
        const family = familyOf(finding.type)
        return (
          <li key={`${finding.start}-${finding.type}`} className={`finding-chip finding-chip-${family}`}>
            <strong>{typeText(finding.type)}</strong>{' '}
            <span className="mono">{maskedPreview(prompt.slice(finding.start, finding.end), family)}</span>
          </li>
        )
      })}
      {findings.length > SHOWN ? <li className="small muted">and {findings.length - SHOWN} more</li> : null}
    </ul>
  )
}
