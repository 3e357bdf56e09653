import { Component, type ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'

interface FailureBoundaryProps {
  readonly children: ReactNode
}

interface FailureBoundaryState {
  readonly failed: boolean
}

/** Keeps a part that cannot be drawn from taking the window with it. */
export class FailureBoundary extends Component<FailureBoundaryProps, FailureBoundaryState> {
  override state: FailureBoundaryState = { failed: false }

  static getDerivedStateFromError(): FailureBoundaryState {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div className="view-body failure">
        <Callout tone="bad" title={t('This part could not be shown')} role="alert">
          <p>{t('What you typed and what is running are kept. Try again, or load the window anew.')}</p>
          <div className="row row-wrap">
            <Button small onClick={() => this.setState({ failed: false })}>
              {t('Try again')}
            </Button>
            <Button small onClick={() => location.reload()}>
              {t('Load the window anew')}
            </Button>
          </div>
        </Callout>
      </div>
    )
  }
}
