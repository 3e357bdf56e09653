import { EyeOff } from 'lucide-react'
import type { Label } from '#contracts/privacy.ts'
import { useApp, useCompose, useMarking, useSources } from '../../state/app-context.ts'
import { highest } from '../../state/labels.ts'
import { includedSources } from '../../state/sources-store.ts'
import { LABEL_TEXT, LabelBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { FindingActions } from './finding-actions.tsx'
import { FindingList } from './finding-list.tsx'

/** The label of the request as it stands, where it comes from, and what was found in the prompt. */
export function LabelStrip() {
  const promptLabel = useCompose((s) => s.promptLabel)
  const scanState = useCompose((s) => s.scanState)
  const raised = useCompose((s) => s.raisedLabel)
  const sources = useSources((s) => s.sources)
  const excluded = useSources((s) => s.excluded)
  const sourceLabel = highest(includedSources({ sources, excluded }).map((source) => source.label))
  const label = highest([promptLabel, sourceLabel, raised ?? 'public'])
  return (
    <div className="label-strip" id="prompt-label">
      <div className="row label-line">
        <span role="status" aria-label="Sensitivity label" aria-busy={scanState === 'pending'}>
          <LabelBadge label={label} />
        </span>
        <span className={`small muted grow ${scanState === 'failed' ? '' : 'truncate'}`}>
          {scanState === 'failed'
            ? 'The text could not be checked, so it is treated as restricted.'
            : origin(label, promptLabel, sourceLabel, raised)}
        </span>
        <MarkPrivate />
      </div>
      <FindingList />
      <FindingActions />
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

/** Makes the selected part of the prompt private. There only while something is selected, so that it never takes room for nothing. */
function MarkPrivate() {
  const { marking } = useApp()
  const selection = useMarking((s) => s.selection)
  if (selection === null) return null
  return (
    <Button
      small
      icon={<EyeOff size={14} aria-hidden />}
      aria-keyshortcuts="Alt+Enter"
      onClick={({ currentTarget }) => marking.setState({ actions: { kind: 'selection', ...selection, beside: currentTarget } })}
    >
      Private…
    </Button>
  )
}
