import { useHost } from '../../state/app-context.ts'
import { Callout } from '../../ui/callout.tsx'
import { FindingsLegend } from './findings-legend.tsx'
import { LedgerCard } from './ledger-card.tsx'
import { PolicyCard } from './policy-card.tsx'
import './privacy.css'

/** The rules, and the record of everything that left. */
export function PrivacyView() {
  const error = useHost((s) => s.error)
  return (
    <>
      <header className="view-head">
        <div>
          <h1 id="view-title" tabIndex={-1}>
            Privacy
          </h1>
          <p className="view-sub">What may leave this machine, and what did.</p>
        </div>
      </header>
      <div className="view-body privacy-body">
        {error ? (
          <Callout tone="bad" title="The settings cannot be shown" role="alert">
            {error}
          </Callout>
        ) : null}
        <div className="privacy-rules">
          <PolicyCard />
          <FindingsLegend />
        </div>
        <LedgerCard />
      </div>
    </>
  )
}
