import { useState } from 'react'
import type { Citation } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'
import { useGeneration } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { HistoryRow } from './history-row.tsx'
import { HistorySearch } from './history-search.tsx'
import { Imported } from './imported.tsx'
import { SidePanel } from './side-panel.tsx'
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
