import { useEffect } from 'react'
import { t } from '../../i18n/t.ts'
import { useResources } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { CapacityCards } from './capacity-cards.tsx'
import { CostsCard } from './costs-card.tsx'
import { EmbeddingCard } from './embedding-card.tsx'
import { LangbaseCards } from './langbase-card.tsx'
import { ModelsCard } from './models-card.tsx'
import { ProcessTable } from './process-table.tsx'
import { ProviderTable } from './provider-table.tsx'
import { RoutingEffects } from './routing-effects.tsx'
import './resources.css'

/** What the machine can do right now, and what that means for where a request may run. */
export function ResourcesView() {
  const listen = useResources((s) => s.listen)
  const error = useResources((s) => s.error)
  useEffect(() => listen(), [listen])
  return (
    <>
      <header className="view-head">
        <div>
          <h1 id="view-title" tabIndex={-1}>
            {t('Resources')}
          </h1>
          <p className="view-sub">{t('What this machine does now and did before, and what that means for where a request may run.')}</p>
        </div>
      </header>
      <ScrollRegion className="view-body view-scroll resources-body" label={t('Measurements')}>
        {error ? (
          <Callout tone="bad" title={t('Some of this cannot be shown')} role="alert">
            {error}
          </Callout>
        ) : null}
        <CapacityCards />
        <RoutingEffects />
        <ProcessTable />
        <ProviderTable />
        <EmbeddingCard />
        <ModelsCard />
        <LangbaseCards />
        <CostsCard />
      </ScrollRegion>
    </>
  )
}
