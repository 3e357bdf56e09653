import { useEffect } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useResources } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { CapacityCards } from './capacity-cards.tsx'
import { ProcessTable } from './process-table.tsx'
import { RoutingEffects } from './routing-effects.tsx'
import './resources.css'

/** Where the rest is that was once here. */
function SettingsLink() {
  const { ui } = useApp()
  return (
    <p className="small muted">
      <button
        type="button"
        className="link-button"
        onClick={() => {
          ui.getState().setSettingsSection('providers')
          ui.getState().goTo('settings')
        }}
      >
        {t('Models and providers are in Settings')}
      </button>
    </p>
  )
}

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
        <SettingsLink />
      </ScrollRegion>
    </>
  )
}
