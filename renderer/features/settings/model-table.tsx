import type { ModelEntry } from '#contracts/models.ts'
import { t } from '../../i18n/t.ts'
import { Badge } from '../../ui/badges.tsx'
import { formatBytes } from '../../ui/format.ts'
import { ModelActions } from './model-actions.tsx'
import { contextText, fitSentence, kindText, stateSentence } from './model-sentences.ts'

/** Every model that is set up or was found. */
export function ModelTable({ models, labelledBy }: { readonly models: readonly ModelEntry[]; readonly labelledBy: string }) {
  return (
    <div className="table-scroll">
      <table className="table models-table" aria-labelledby={labelledBy}>
        <thead>
          <tr>
            <th scope="col">{t('Model')}</th>
            <th scope="col">{t('Size')}</th>
            <th scope="col">{t('Quantised')}</th>
            <th scope="col">{t('Context')}</th>
            <th scope="col">{t('Fits')}</th>
            <th scope="col">{t('State')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('Actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <Row key={model.file} model={model} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ model }: { readonly model: ModelEntry }) {
  const { facts, file, name, providerId } = model
  const fit = fitSentence(model)
  const standing = stateSentence(model)
  return (
    <tr>
      <th scope="row">
        {name}
        <span className="small muted model-detail">{kindText(model)}</span>
        <span className="small muted mono model-file" dir="ltr" title={file}>
          {file}
        </span>
      </th>
      <td className="num">{facts === null ? '—' : formatBytes(facts.sizeBytes)}</td>
      <td>{facts?.quantisation ?? '—'}</td>
      <td className="num">{facts?.contextTokens == null ? '—' : contextText(facts.contextTokens)}</td>
      <td>
        <span className="model-fit">{fit.text}</span>
        {fit.hint ? <span className="small muted model-detail">{fit.hint}</span> : null}
      </td>
      <td>
        {standing.tone === 'neutral' ? standing.text : <Badge tone={standing.tone}>{standing.text}</Badge>}
        {standing.hint ? <span className="small muted model-detail">{standing.hint}</span> : null}
        {providerId === null ? null : <span className="small muted model-detail">{t('Provider “{name}”', { name: providerId })}</span>}
      </td>
      <td>
        <ModelActions model={model} />
      </td>
    </tr>
  )
}
