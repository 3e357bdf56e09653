import type { UpdatePhase, UpdateState } from '#contracts/updates.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { type UpdateAction, useUpdates } from '../../state/use-updates.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { ChoiceField } from './choice-field.tsx'
import { Setting } from './setting.tsx'
import { obstacleText, phaseText } from './updates-text.ts'
import './updates.css'

/** New versions of the app: whether they are looked for, what there is, and the way to have it. */
export function UpdatesSetting() {
  const { updates, run } = useUpdates()
  if (updates === null) return <Setting id="updates" />
  if (updates.obstacle !== null) {
    return (
      <Setting id="updates">
        <p className="small muted">{obstacleText(updates.obstacle)}</p>
      </Setting>
    )
  }
  return (
    <Setting id="updates" control={<NextStep phase={updates.phase} run={run} />}>
      <Progress updates={updates} />
      <Looking />
    </Setting>
  )
}

/** The one thing that can be done now. */
function NextStep({ phase, run }: { readonly phase: UpdatePhase; readonly run: (action: UpdateAction) => void }) {
  switch (phase.name) {
    case 'offered':
      return (
        <Button tone="primary" onClick={() => run('download')}>
          {t('Fetch version {version}', phase)}
        </Button>
      )
    case 'fetching':
      return <Button onClick={() => run('stop')}>{t('Stop')}</Button>
    case 'ready':
      return (
        <Button tone="primary" onClick={() => run('install')}>
          {t('Restart and install')}
        </Button>
      )
    default:
      return (
        <Button busy={phase.name === 'looking'} onClick={() => run('look')}>
          {t('Look now')}
        </Button>
      )
  }
}

function Progress({ updates: { phase, lookedAt, isWithdrawn } }: { readonly updates: UpdateState }) {
  const text = phaseText(phase)
  return (
    <div className="updates-progress">
      {isWithdrawn ? (
        <Callout tone="warn">
          {t('The version that you use was taken back by its makers. Install a newer one as soon as there is one.')}
        </Callout>
      ) : null}
      <div role="status">{text === null ? null : phase.name === 'failed' ? <Callout tone="bad">{text}</Callout> : <p>{text}</p>}</div>
      {phase.name === 'fetching' ? <Meter value={phase.share} label={t('Fetched of the new version')} /> : null}
      {phase.name === 'offered' && phase.notes !== '' ? (
        <p className="updates-notes" dir="auto">
          {phase.notes}
        </p>
      ) : null}
      {lookedAt === null ? null : <p className="small muted">{t('Last asked {when}.', { when: formatDateTime(lookedAt) })}</p>}
    </div>
  )
}

/** Whether it is looked for by itself, and for what. */
function Looking() {
  const { host, ui } = useApp()
  const settings = useHost((s) => s.config?.updates ?? null)
  if (settings === null) return null
  const set = (change: Partial<typeof settings>): void => {
    host
      .getState()
      .setUpdates({ ...settings, ...change })
      .catch((error: unknown) => ui.getState().notify(describeError(error)))
  }
  return (
    <div className="updates-looking">
      <SwitchField label={t('Look twice a day')} checked={settings.look} onChange={(look) => set({ look })} />
      <ChoiceField
        setting="updates"
        value={settings.channel}
        options={[
          { value: 'stable', text: t('Stable') },
          { value: 'beta', text: t('Beta') },
        ]}
        onChange={(channel) => set({ channel })}
      />
    </div>
  )
}
