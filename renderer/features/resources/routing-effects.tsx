import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import { useId } from 'react'
import { t } from '../../i18n/t.ts'
import { useResources } from '../../state/app-context.ts'
import { type Effect, effectSentences } from './effect-sentences.ts'

const ICONS: Readonly<Record<Effect['tone'], React.JSX.Element>> = {
  good: <CircleCheck size={16} aria-hidden />,
  warn: <CircleAlert size={16} aria-hidden />,
  info: <Info size={16} aria-hidden />,
}

/** What the numbers do to routing, in sentences. */
export function RoutingEffects() {
  const now = useResources((s) => s.samples.at(-1))
  const providers = useResources((s) => s.providers)
  const limits = useResources((s) => s.limits)
  const titleId = useId()
  if (!now || !providers || !limits) return null
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{t('What this does to routing')}</h2>
      </div>
      <ul className="plain-list card-body effects">
        {effectSentences(now, providers.states, limits).map((effect) => (
          <li key={effect.text} className={`effect effect-${effect.tone}`}>
            {ICONS[effect.tone]}
            <span>{effect.text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
