import { t } from '../i18n/t.ts'
import { useApp, useConnection } from '../state/app-context.ts'
import { Button } from '../ui/button.tsx'

/** After this many tries in vain the person is told what may be wrong. */
const EXPLAIN_AFTER = 4

/** Says calmly that the host does not answer. Nothing that was typed is touched meanwhile. */
export function ConnectionBanner() {
  const { connection } = useApp()
  const status = useConnection((s) => s.status)
  const failures = useConnection((s) => s.failures)
  if (status === 'open' || (status === 'connecting' && failures === 0)) return null
  return (
    <div className="connection-banner" role="status">
      <p className="grow">
        <strong>{status === 'lost' ? t('Connection lost, reconnecting…') : t('Connecting…')}</strong>{' '}
        {failures >= EXPLAIN_AFTER
          ? t('The host does not answer. If it was restarted, open the address that it printed. What you typed is kept.')
          : t('What you typed is kept, and running work goes on.')}
      </p>
      <Button small onClick={() => connection.retryNow()}>
        {t('Try now')}
      </Button>
    </div>
  )
}
