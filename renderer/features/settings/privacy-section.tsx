import { t } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { Setting } from './setting.tsx'

export function PrivacySection() {
  const { ui, host } = useApp()
  const config = useHost((s) => s.config)
  const localOnly = config?.privacyMode === 'local-only'
  const set = (on: boolean): void => {
    const before = config?.privacyMode ?? 'balanced'
    const { setPrivacyMode } = host.getState()
    setPrivacyMode(on ? 'local-only' : 'balanced').then(
      () =>
        ui
          .getState()
          .notify(on ? t('Every request now stays on this machine.') : t('Requests follow the policy again.'), () =>
            setPrivacyMode(before),
          ),
      (error: unknown) => ui.getState().notify(describeError(error)),
    )
  }
  return (
    <>
      <Setting
        id="privacy-mode"
        control={<SwitchField label={t('Local only')} checked={localOnly} disabled={config === null} onChange={set} />}
      />
      <Setting
        id="policy"
        control={
          <Button
            onClick={() => {
              ui.getState().setPrivacyTab('policy')
              ui.getState().goTo('privacy')
            }}
          >
            {t('Open the policy')}
          </Button>
        }
      />
    </>
  )
}
