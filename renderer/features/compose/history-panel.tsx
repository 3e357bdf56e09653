import { useState } from 'react'
import type { Citation, GenerationSummary } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'
import { useGeneration } from '../../state/app-context.ts'
import { LabelBadge, RouteBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { formatWhen } from '../../ui/format.ts'
import { HistorySearch } from './history-search.tsx'
import { Imported } from './imported.tsx'
import { SidePanel } from './side-panel.tsx'
import { STATE_TEXT } from './state-text.ts'
import './history.css'

interface HistoryPanelProps {
  readonly onClose: () => void
  readonly onOpenPassage: (citation: Citation) => void
}

/** Earlier generations; opening one brings back its draft, citations and record. */
export function HistoryPanel({ onClose, onOpenPassage }: HistoryPanelProps) {
  const history = useGeneration((s) => s.history)
  const complete = useGeneration((s) => s.historyComplete)
  const loadOlder = useGeneration((s) => s.loadOlder)
  const [searching, setSearching] = useState(false)
  return (
    <SidePanel title={t('History')} closeLabel={t('Close history')} onClose={onClose}>
      <HistorySearch onOpenPassage={onOpenPassage} onActive={setSearching} />
      {searching ? null : <Imported />}
      {history.length === 0 && !searching ? (
        <p className="muted">{t('Nothing yet. Every draft you make is kept here, on this machine.')}</p>
      ) : null}
      {searching ? null : (
        <ul className="plain-list history-list" aria-label={t('Generations')}>
          {history.map((summary) => (
            <HistoryRow key={summary.id} summary={summary} />
          ))}
        </ul>
      )}
      {complete || searching || history.length === 0 ? null : (
        <Button small onClick={() => void loadOlder()}>
          {t('Load older')}
        </Button>
      )}
    </SidePanel>
  )
}

function HistoryRow({ summary }: { readonly summary: GenerationSummary }) {
  const open = useGeneration((s) => s.open)
  const current = useGeneration((s) => s.currentId === summary.id)
  return (
    <li>
      <button type="button" className="history-item" aria-current={current ? 'true' : undefined} onClick={() => open(summary.id)}>
        <span className="history-title">{summary.title}</span>
        <span className="row row-wrap small muted">
          <span className="num">{formatWhen(summary.createdAt, Date.now())}</span>
          <span>{STATE_TEXT[summary.state]}</span>
        </span>
        <span className="row row-wrap">
          {summary.route ? <RouteBadge route={summary.route} /> : null}
          {summary.label ? <LabelBadge label={summary.label} /> : null}
        </span>
      </button>
    </li>
  )
}
