import type { Config } from '#contracts/config.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { useHost } from '../../state/app-context.ts'
import { Setting } from './setting.tsx'

/** Whether log lines and metrics are shipped, and where. Set on the command line: who runs a collector has one. */
export function ShippingSetting() {
  const config = useHost((s) => s.config)
  if (config === null) return null
  const told = sentence(config.telemetry.otlp)
  return (
    <Setting id="shipping">
      {told === null ? (
        <p className="setting-text">
          {t('Nothing is shipped. This names a collector:')}{' '}
          <code dir="ltr">{verbatim('npx tidegate config set telemetry.otlp.endpoint http://127.0.0.1:4318')}</code>
        </p>
      ) : (
        <p className="setting-text">
          {told}{' '}
          {config.privacyMode === 'local-only'
            ? t('Local only is on: nothing goes there unless it is on this machine or a trusted host.')
            : null}
        </p>
      )}
    </Setting>
  )
}

function sentence({ endpoint, logs, metrics }: Config['telemetry']['otlp']): string | null {
  if (endpoint === null || !(logs || metrics)) return null
  const address = endpoint
  if (!metrics) return t('Log lines go to {address}.', { address })
  return logs ? t('Log lines and metrics go to {address}.', { address }) : t('Metrics go to {address}.', { address })
}
