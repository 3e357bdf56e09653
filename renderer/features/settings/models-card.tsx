import { FolderPlus, PackageOpen } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useModels } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { AddModelDialog } from './add-model-dialog.tsx'
import { ModelTable } from './model-table.tsx'
import './models.css'

/** The model files that the app can run itself: what they are, whether they fit, and how it stands with each. */
export function ModelsCard() {
  const listen = useModels((s) => s.listen)
  const list = useModels((s) => s.list)
  const error = useModels((s) => s.error)
  const [adding, setAdding] = useState(false)
  const titleId = useId()
  useEffect(() => listen(), [listen])
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('Models on this machine')}</h3>
        <Button small icon={<FolderPlus size={14} aria-hidden />} onClick={() => setAdding(true)}>
          {t('Add a model…')}
        </Button>
      </div>
      {list?.engineProblem ? (
        <div className="card-body">
          <Callout tone="warn" title={t('Models cannot be run yet')}>
            {list.engineProblem}
          </Callout>
        </div>
      ) : null}
      {error ? (
        <div className="card-body">
          <Callout tone="bad" title={t('The models cannot be shown')} role="alert">
            {error}
          </Callout>
        </div>
      ) : null}
      {list === null ? (
        <p className="card-body muted">{t('Looking for models…')}</p>
      ) : list.models.length === 0 ? (
        <EmptyState icon={<PackageOpen size={28} aria-hidden />} title={t('No model was found')}>
          {t('Download a .gguf file, or pull one with Ollama or LM Studio: it then appears here. One that lies elsewhere can be added.')}
        </EmptyState>
      ) : (
        <ModelTable models={list.models} labelledBy={titleId} />
      )}
      {adding ? <AddModelDialog onClose={() => setAdding(false)} /> : null}
    </section>
  )
}
