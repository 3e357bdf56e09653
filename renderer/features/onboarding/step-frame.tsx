import type { ReactNode } from 'react'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

interface StepFrameProps {
  readonly children: ReactNode
  /** What the confirming button says. */
  readonly action: string
  readonly busy?: boolean
  readonly problem?: string | null
  readonly onBack?: (() => void) | null
  readonly onNext: () => void
}

/** What every step has: its content, the way back, and the way on, also by Enter from any of its fields. */
export function StepFrame({ children, action, busy = false, problem = null, onBack = null, onNext }: StepFrameProps) {
  return (
    <form
      className="onboarding-step"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) onNext()
      }}
    >
      <ScrollRegion className="onboarding-body" label={t('This step')}>
        {children}
        {problem === null ? null : (
          <Callout tone="bad" role="alert" title={t('That did not work. Nothing was changed.')}>
            {problem}
          </Callout>
        )}
      </ScrollRegion>
      <div className="onboarding-actions">
        {onBack === null ? null : <Button onClick={onBack}>{t('Back')}</Button>}
        <Button tone="primary" type="submit" disabled={busy}>
          {action}
        </Button>
      </div>
    </form>
  )
}
