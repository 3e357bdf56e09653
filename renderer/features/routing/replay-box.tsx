import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { RoutingDecision } from '#contracts/routing.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { OnwardArrow } from '../../ui/onward-arrow.tsx'
import { outcomeOf } from './decision-text.ts'
import { OutcomeBadge } from './outcome-badge.tsx'

type Replay =
  | { readonly state: 'idle' | 'running' }
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'done'; readonly after: RoutingDecision }

/** Makes a decision again from what was known then, by the rules that hold now. Nothing is sent and nothing changes. */
export function ReplayBox({ decision }: { readonly decision: RoutingDecision }) {
  const { routing } = useApp()
  const config = useHost((s) => s.config)
  const [replay, setReplay] = useState<Replay>({ state: 'idle' })
  const run = (): void => {
    if (config === null) return
    setReplay({ state: 'running' })
    routing
      .getState()
      .replay(decision.id, { weights: config.routing.weights })
      .then(
        ({ after }) => setReplay({ state: 'done', after }),
        (error: unknown) => setReplay({ state: 'failed', error: describeError(error) }),
      )
  }
  return (
    <section className="replay" aria-label={t('By the present rules')}>
      <Button small icon={<RotateCcw size={14} aria-hidden />} disabled={config === null || replay.state === 'running'} onClick={run}>
        {t('Make it again with the present rules')}
      </Button>
      <div role="status" aria-label={t('Made again')}>
        {replay.state === 'running' ? <p className="small muted">{t('Deciding…')}</p> : null}
        {replay.state === 'failed' ? <p className="small field-problem">{replay.error}</p> : null}
        {replay.state === 'done' ? <Result before={decision} after={replay.after} /> : null}
      </div>
    </section>
  )
}

function Result({ before, after }: { readonly before: RoutingDecision; readonly after: RoutingDecision }) {
  const same = outcomeOf(before) === outcomeOf(after)
  return (
    <div className="stack">
      <p className="row">
        <OutcomeBadge outcome={outcomeOf(before)} />
        <OnwardArrow label={t('becomes')} />
        <OutcomeBadge outcome={outcomeOf(after)} />
        <strong>{same ? t('The same as before.') : t('It would go elsewhere now.')}</strong>
      </p>
      {same ? null : <p className="small">{fromCore(after.summary)}</p>}
    </div>
  )
}
