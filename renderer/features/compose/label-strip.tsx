import { EyeOff } from 'lucide-react'
import type { Label } from '#contracts/privacy.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useCompose, useMarking, useSources } from '../../state/app-context.ts'
import { highest } from '../../state/labels.ts'
import { includedSources } from '../../state/sources-store.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { FindingActions } from './finding-actions.tsx'

/** The label of the request as it stands, and where it comes from. */
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
        <span role="status" aria-label={t('Sensitivity label')} aria-busy={scanState === 'pending'}>
          <LabelBadge label={label} />
        </span>
        <span className="small muted grow">
          {scanState === 'failed'
            ? t('The text could not be checked, so it is treated as restricted.')
            : origin(label, promptLabel, sourceLabel, raised)}
        </span>
        <MarkPrivate />
      </div>
      <FindingActions />
    </div>
  )
}

/** Which of the three the label comes from, in one sentence each, so that every language can say it its own way. */
function origin(label: Label, prompt: Label, source: Label, raised: Label | null): string {
  if (label === 'public') return t('Nothing sensitive found.')
  const from = [prompt === label ? 'text' : '', source === label ? 'sources' : '', raised === label ? 'choice' : ''].filter(Boolean)
  return t(
    '{label, select, internal {Internal} confidential {Confidential} other {Restricted}} because of {from, select, text {your text} sources {the sources} choice {your choice} text_sources {your text and the sources} text_choice {your text and your choice} sources_choice {the sources and your choice} other {your text, the sources and your choice}}.',
    { label, from: from.join('_') },
  )
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
      {t('Private…')}
    </Button>
  )
}
