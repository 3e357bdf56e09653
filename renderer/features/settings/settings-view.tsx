import { t } from '../../i18n/t.ts'

/** How this app is set up, in one place that can be searched. */
export function SettingsView() {
  return (
    <header className="view-head">
      <h1 id="view-title" tabIndex={-1}>
        {t('Settings')}
      </h1>
    </header>
  )
}
