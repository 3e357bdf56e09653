import { t, verbatim } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Setting } from './setting.tsx'
import { UpdatesSetting } from './updates-setting.tsx'

export function AboutSection() {
  const { onboarding } = useApp()
  const info = useHost((s) => s.info)
  return (
    <>
      <Setting id="about">
        {info === null ? null : (
          <dl className="facts">
            <dt>{verbatim('Tidegate')}</dt>
            <dd className="num">{info.version}</dd>
            <dt>{t('System')}</dt>
            <dd>{info.platform}</dd>
            <dt>{t('Runs')}</dt>
            <dd>{info.host === 'electron' ? t('As a desktop app') : t('In a browser, served by this machine')}</dd>
            <dt>{t('Process')}</dt>
            <dd className="num">{info.pid}</dd>
          </dl>
        )}
      </Setting>
      <UpdatesSetting />
      <Setting id="first-steps" control={<Button onClick={() => onboarding.getState().show()}>{t('Show the first steps')}</Button>} />
    </>
  )
}
