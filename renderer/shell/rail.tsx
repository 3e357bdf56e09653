import { Activity, Command, FlaskConical, Keyboard, ListChecks, Moon, PenLine, Settings, Shield, Split, Sun, SunMoon } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { useApp, useGeneration, useUi } from '../state/app-context.ts'
import { THEMES, type Theme, VIEW_TITLES, VIEWS, type View } from '../state/ui-store.ts'
import { Hint } from '../ui/hint.tsx'
import { Wordmark } from '../ui/wordmark.tsx'
import { useKeysOf } from './use-keys-of.ts'

const ICONS: Readonly<Record<View, ReactNode>> = {
  compose: <PenLine size={18} aria-hidden />,
  jobs: <ListChecks size={18} aria-hidden />,
  privacy: <Shield size={18} aria-hidden />,
  resources: <Activity size={18} aria-hidden />,
  routing: <Split size={18} aria-hidden />,
  testing: <FlaskConical size={18} aria-hidden />,
  settings: <Settings size={18} aria-hidden />,
}

const THEME_ICONS: Readonly<Record<Theme, ReactNode>> = {
  system: <SunMoon size={18} aria-hidden />,
  light: <Sun size={18} aria-hidden />,
  dark: <Moon size={18} aria-hidden />,
}

const THEME_NAMES: Readonly<Record<Theme, string>> = { system: t('System'), light: t('Light'), dark: t('Dark') }

/** Where one can go, everything one can do, and how the window looks. */
export function Rail() {
  const view = useUi((s) => s.view)
  return (
    <header className="rail">
      <Wordmark />
      <nav className="rail-nav" aria-label={t('Views')}>
        <ul className="plain-list rail-list">
          {VIEWS.map((name) => (
            <li key={name}>
              <ViewButton name={name} isCurrent={view === name} />
            </li>
          ))}
        </ul>
      </nav>
      <div className="rail-foot">
        <CommandsButton />
        <ThemeButton />
        <HelpButton />
      </div>
    </header>
  )
}

function ViewButton({ name, isCurrent }: { readonly name: View; readonly isCurrent: boolean }) {
  const show = useUi((s) => s.show)
  const writing = useGeneration((s) => s.phase !== 'idle')
  const keys = useKeysOf(`go.${name}`)
  return (
    <Hint text={VIEW_TITLES[name]} keys={keys.names} side="inline-end">
      <button
        type="button"
        className="rail-item"
        aria-current={isCurrent ? 'page' : undefined}
        aria-keyshortcuts={keys.aria}
        onClick={() => show(name)}
      >
        {ICONS[name]}
        <span>{VIEW_TITLES[name]}</span>
        {name === 'compose' && writing ? <span className="rail-busy" aria-hidden /> : null}
      </button>
    </Hint>
  )
}

function CommandsButton() {
  const { palette } = useApp()
  const keys = useKeysOf('window.palette')
  return (
    <Hint text={t('All commands')} keys={keys.names} side="inline-end">
      <button
        type="button"
        className="rail-item rail-item-small"
        aria-label={t('All commands')}
        aria-keyshortcuts={keys.aria}
        aria-haspopup="dialog"
        onClick={() => palette.getState().setOpen(true)}
      >
        <Command size={18} aria-hidden />
        <span>{t('Commands')}</span>
      </button>
    </Hint>
  )
}

function ThemeButton() {
  const theme = useUi((s) => s.theme)
  const setTheme = useUi((s) => s.setTheme)
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
  return (
    <button
      type="button"
      className="rail-item rail-item-small"
      aria-label={t('Theme: {now}. Switch to {next}', { now: THEME_NAMES[theme], next: THEME_NAMES[next] })}
      onClick={() => setTheme(next)}
    >
      {THEME_ICONS[theme]}
      <span>{THEME_NAMES[theme]}</span>
    </button>
  )
}

function HelpButton() {
  const setHelpOpen = useUi((s) => s.setHelpOpen)
  const keys = useKeysOf('window.help')
  return (
    <Hint text={t('Keyboard shortcuts')} keys={keys.names} side="inline-end">
      <button
        type="button"
        className="rail-item rail-item-small"
        aria-label={t('Keyboard shortcuts')}
        aria-haspopup="dialog"
        onClick={() => setHelpOpen(true)}
      >
        <Keyboard size={18} aria-hidden />
        <span>{t('Shortcuts')}</span>
      </button>
    </Hint>
  )
}
