import { type ComponentType, useEffect, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useUi } from '../../state/app-context.ts'
import { SETTINGS_SECTIONS, type SettingsSection } from '../../state/ui-store.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { AboutSection } from './about-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { BudgetsSection } from './budgets-section.tsx'
import { DangerSection } from './danger-section.tsx'
import { DataSection } from './data-section.tsx'
import { DiagnosticsSection } from './diagnostics-section.tsx'
import { FeaturesSection } from './features-section.tsx'
import { LanguageSection } from './language-section.tsx'
import { ModelsSection } from './models-section.tsx'
import { PrivacySection } from './privacy-section.tsx'
import { ProvidersSection } from './providers-section.tsx'
import { SECTION_TITLES, type SettingEntry, settingElementId } from './settings-index.ts'
import { SettingsSearch } from './settings-search.tsx'
import { ShortcutsSection } from './shortcuts-section.tsx'
import { ToolsSection } from './tools-section.tsx'
import './settings.css'

const SECTIONS: Readonly<Record<SettingsSection, ComponentType>> = {
  providers: ProvidersSection,
  models: ModelsSection,
  budgets: BudgetsSection,
  privacy: PrivacySection,
  tools: ToolsSection,
  features: FeaturesSection,
  appearance: AppearanceSection,
  shortcuts: ShortcutsSection,
  language: LanguageSection,
  data: DataSection,
  diagnostics: DiagnosticsSection,
  about: AboutSection,
  danger: DangerSection,
}

/** How this app is set up, in one place that can be searched. */
export function SettingsView() {
  const section = useUi((s) => s.settingsSection)
  const setSection = useUi((s) => s.setSettingsSection)
  const [wanted, setWanted] = useState<SettingEntry | null>(null)
  const go = (entry: SettingEntry): void => {
    setSection(entry.section)
    setWanted({ ...entry })
  }
  useEffect(() => {
    if (wanted?.section === section) pointOut(settingElementId(wanted.id))
  }, [wanted, section])
  const Section = SECTIONS[section]
  return (
    <>
      <header className="view-head">
        <h1 id="view-title" tabIndex={-1}>
          {t('Settings')}
        </h1>
      </header>
      <div className="view-body settings-body">
        <div className="settings-side">
          <SettingsSearch onGo={go} />
          <nav className="settings-nav" aria-label={t('Parts of the settings')}>
            <ul className="plain-list">
              {SETTINGS_SECTIONS.map((name) => (
                <li key={name}>
                  <button
                    type="button"
                    className={name === 'danger' ? 'settings-nav-item is-danger' : 'settings-nav-item'}
                    aria-current={name === section ? 'page' : undefined}
                    onClick={() => setSection(name)}
                  >
                    {SECTION_TITLES[name]}
                  </button>
                </li>
              ))}
            </ul>
          </nav>
          <div className="settings-pick">
            <SelectField
              label={t('Part')}
              value={section}
              options={SETTINGS_SECTIONS.map((name) => ({ value: name, text: SECTION_TITLES[name] }))}
              onChange={setSection}
            />
          </div>
        </div>
        <ScrollRegion className="settings-main" label={SECTION_TITLES[section]}>
          <div className="settings-column" key={section}>
            <h2 className="settings-title">{SECTION_TITLES[section]}</h2>
            <Section />
          </div>
        </ScrollRegion>
      </div>
    </>
  )
}

/** Shows where a setting is, and takes the focus there. */
function pointOut(id: string): void {
  const element = document.getElementById(id)
  if (element === null) return
  element.scrollIntoView({ block: 'center' })
  element.focus({ preventScroll: true })
  element.classList.add('is-found')
  element.addEventListener('blur', () => element.classList.remove('is-found'), { once: true })
}
