import { ArrowUpToLine, Pencil, Power, Trash2 } from 'lucide-react'
import { useId } from 'react'
import type { ProviderConfig } from '#contracts/config.ts'
import type { ProviderStatus } from '#contracts/rpc.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { KeyCell } from './key-cell.tsx'
import { kindText } from './kind-text.ts'
import { TestResult } from './test-result.tsx'
import { useProviderTest } from './use-provider-test.ts'

interface ProviderRowProps {
  readonly name: string
  readonly kind: string
  /** Null until it is known, and for one that is turned off. */
  readonly status: ProviderStatus | null
  /** Null for what is built in. */
  readonly config: ProviderConfig | null
  readonly first: boolean
  readonly onEdit: (() => void) | null
}

/** One provider: what it is, where it runs, how it is doing, its key, and what can be done with it. */
export function ProviderRow({ name, kind, status, config, first, onEdit }: ProviderRowProps) {
  const test = useProviderTest()
  const titleId = useId()
  const model = status?.model ?? config?.model ?? ''
  return (
    <li className="provider-row" aria-labelledby={titleId}>
      <div className="provider-head">
        <h4 id={titleId} className="provider-name">
          {kind === 'extractive' ? t('Extractive engine') : <bdi>{name}</bdi>}
        </h4>
        <span className="small muted">{kindText(kind)}</span>
        <span className="grow" />
        {status === null ? null : (
          <Badge tone={status.locality === 'local' ? 'good' : 'info'}>
            {status.locality === 'local' ? t('On this machine') : t('Hosted')}
          </Badge>
        )}
        <Health status={status} config={config} />
      </div>
      {config === null ? null : (
        <p className="small provider-where">
          <bdi className="mono">{model}</bdi>
          {status?.address ? <bdi className="mono muted">{status.address}</bdi> : null}
        </p>
      )}
      {status?.detail && !(status.locality === 'hosted' && !status.hasKey) ? (
        <p className="small muted">{fromCore(status.detail)}</p>
      ) : null}
      {config === null ? null : (
        <div className="provider-foot">
          {status === null ? null : <KeyCell provider={status} />}
          <span className="grow" />
          <span className="provider-actions">
            {config.kind === 'embedded' ? null : (
              <Button
                small
                disabled={test.busy}
                aria-label={t('Test {name}', { name })}
                onClick={() => test.run({ kind: config.kind, baseUrl: config.baseUrl, id: config.id, model: config.model })}
              >
                {test.busy ? t('Testing…') : t('Test')}
              </Button>
            )}
            <Actions config={config} first={first} onEdit={onEdit} />
          </span>
        </div>
      )}
      <TestResult test={test.result} model={model} />
    </li>
  )
}

function Health({ status, config }: Pick<ProviderRowProps, 'status' | 'config'>) {
  if (config?.enabled === false) return <Badge tone="neutral">{t('Off')}</Badge>
  if (status === null) return null
  if (status.circuit === 'open') return <Badge tone="warn">{t('Paused after failures')}</Badge>
  return <Badge tone={status.healthy ? 'good' : 'warn'}>{status.healthy ? t('Healthy') : t('Not available')}</Badge>
}

function Actions({
  config,
  first,
  onEdit,
}: {
  readonly config: ProviderConfig
  readonly first: boolean
  readonly onEdit: (() => void) | null
}) {
  const { providerDesk, ui } = useApp()
  const failed = (error: unknown): void => ui.getState().notify(describeError(error))
  const prefer = (): void => {
    providerDesk.put(config, 0).then(() => ui.getState().notify(t('{name} is asked first from now on.', { name: config.id })), failed)
  }
  const turn = (): void => {
    const next = { ...config, enabled: !config.enabled }
    providerDesk
      .put(next)
      .then(
        () =>
          ui
            .getState()
            .notify(
              next.enabled ? t('{name} is on.', { name: config.id }) : t('{name} is off; nothing is asked of it.', { name: config.id }),
            ),
        failed,
      )
  }
  const remove = (): void => {
    providerDesk.remove(config.id).then((undo) => {
      ui.getState().notify(t('{name} was removed. Its key stays where it is.', { name: config.id }), undo)
    }, failed)
  }
  return (
    <>
      <IconButton
        small
        label={config.enabled ? t('Turn {name} off', { name: config.id }) : t('Turn {name} on', { name: config.id })}
        icon={<Power size={14} aria-hidden />}
        onClick={turn}
      />
      {first || !config.enabled ? null : (
        <IconButton
          small
          label={t('Ask {name} first', { name: config.id })}
          icon={<ArrowUpToLine size={14} aria-hidden />}
          onClick={prefer}
        />
      )}
      {onEdit === null ? null : (
        <IconButton small label={t('Change {name}', { name: config.id })} icon={<Pencil size={14} aria-hidden />} onClick={onEdit} />
      )}
      <IconButton small label={t('Remove {name}', { name: config.id })} icon={<Trash2 size={14} aria-hidden />} onClick={remove} />
    </>
  )
}
