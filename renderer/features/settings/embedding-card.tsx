import { useId } from 'react'
import type { EmbeddingStatus } from '#contracts/embedding.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { rich, t } from '../../i18n/t.ts'
import { useResources } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'
import { EmbeddingForm } from './embedding-form.tsx'

const STATE: Readonly<Record<EmbeddingStatus['state'], { readonly tone: 'good' | 'warn' | 'neutral'; readonly text: string }>> = {
  off: { tone: 'neutral', text: t('By words alone') },
  ready: { tone: 'good', text: t('By words and meaning') },
  waiting: { tone: 'neutral', text: t('Being embedded') },
  refused: { tone: 'warn', text: t('Refused') },
  unavailable: { tone: 'warn', text: t('Not available') },
}

/** How sources are searched: a line on the embedding model, and what waits for it. */
export function EmbeddingCard() {
  const status = useResources((s) => s.embedding)
  const titleId = useId()
  if (status === null) return null
  const { tone, text } = STATE[status.state]
  const who = { model: <bdi className="mono">{status.model}</bdi>, provider: <bdi>{status.provider}</bdi> }
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('Search of sources')}</h3>
        <Badge tone={tone}>{text}</Badge>
      </div>
      <div className="card-body">
        {status.provider === null ? null : (
          <p>{status.state === 'refused' ? rich('{model} of {provider}', who) : rich('{model} of {provider}, a local provider', who)}</p>
        )}
        <p className="small muted">
          {fromCore(status.detail)}{' '}
          {status.state === 'off' ? t('With an embedding model on this machine they are also found by what they mean.') : null}
        </p>
        <EmbeddingForm />
      </div>
    </section>
  )
}
