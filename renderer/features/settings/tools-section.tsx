import type { McpGrant } from '#contracts/mcp.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Callout } from '../../ui/callout.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { GatewaySetting } from './gateway-setting.tsx'
import { Setting } from './setting.tsx'
import { type SettingId, settingElementId, settingOf } from './settings-index.ts'

/** In the order in which they are shown. */
const SETTING_OF: Readonly<Record<McpGrant, SettingId>> = {
  generate: 'grant-generate',
  hosted: 'grant-hosted',
  jobs: 'grant-jobs',
  tests: 'grant-tests',
  vaults: 'grant-vaults',
  'read-public': 'grant-read-public',
  'read-internal': 'grant-read-internal',
  'read-confidential': 'grant-read-confidential',
  'read-restricted': 'grant-read-restricted',
}
const GRANTS = Object.keys(SETTING_OF) as McpGrant[]

/** Each includes those before it. */
const READING: readonly McpGrant[] = ['read-internal', 'read-confidential', 'read-restricted']

/** What programs that are connected by the Model Context Protocol may do, beyond looking at what is public. */
export function ToolsSection() {
  const { ui, host } = useApp()
  const config = useHost((s) => s.config)
  if (config === null) return null
  const { grants } = config.mcp
  const set = (grant: McpGrant, title: string, on: boolean): void => {
    const { setGrants } = host.getState()
    setGrants(on ? [...grants, grant] : grants.filter((one) => one !== grant)).then(
      () =>
        ui
          .getState()
          .notify(on ? t('Allowed from now on: {what}.', { what: title }) : t('Not allowed any more: {what}.', { what: title }), () =>
            setGrants(grants),
          ),
      (error: unknown) => ui.getState().notify(describeError(error)),
    )
  }
  return (
    <>
      <GatewaySetting />
      <Callout tone="info">
        {t(
          'Programs that speak the Model Context Protocol can look at what is public, and change nothing. What is switched on here they may do besides; it holds at once, and no switch opens a way that the policy closes.',
        )}
      </Callout>
      {GRANTS.map((grant) => {
        const id = SETTING_OF[grant]
        const { title } = settingOf(id)
        const level = READING.indexOf(grant)
        const isIncluded = level !== -1 && READING.slice(level + 1).some((higher) => grants.includes(higher))
        return (
          <Setting
            key={grant}
            id={id}
            control={
              <SwitchField
                of={`${settingElementId(id)}-title`}
                label={isIncluded ? t('Included below') : grants.includes(grant) ? t('Allowed') : t('Not allowed')}
                checked={isIncluded || grants.includes(grant)}
                disabled={isIncluded}
                onChange={(on) => set(grant, title, on)}
              />
            }
          />
        )
      })}
    </>
  )
}
