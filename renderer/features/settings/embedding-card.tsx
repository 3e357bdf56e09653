import { useId } from 'react'
import type { EmbeddingStatus } from '#contracts/embedding.ts'
import { useResources } from '../../state/app-context.ts'
import { Badge } from '../../ui/badges.tsx'

const STATE: Readonly<Record<EmbeddingStatus['state'], { readonly tone: 'good' | 'warn' | 'neutral'; readonly text: string }>> = {
  off: { tone: 'neutral', text: 'By words alone' },
  ready: { tone: 'good', text: 'By words and meaning' },
  waiting: { tone: 'neutral', text: 'Being embedded' },
  refused: { tone: 'warn', text: 'Refused' },
  unavailable: { tone: 'warn', text: 'Not available' },
}

/** How sources are searched: a line on the embedding model, and what waits for it. */
export function EmbeddingCard() {
  const status = useResources((s) => s.embedding)
  const titleId = useId()
  if (status === null) return null
  const { tone, text } = STATE[status.state]
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>Search of sources</h2>
        <Badge tone={tone}>{text}</Badge>
      </div>
      <div className="card-body">
        {status.provider === null ? null : (
          <p>
            <span className="mono">{status.model}</span>{' '}
            <span className="muted">
              of {status.provider}
              {status.state === 'refused' ? null : ', a local provider'}
            </span>
          </p>
        )}
        <p className="small muted">
          {status.detail}
          {status.state === 'off' ? ' With one on this machine they are also found by what they mean: ' : null}
          {status.state === 'off' ? <span className="mono">tidegate sources embed --help</span> : null}
        </p>
      </div>
    </section>
  )
}
