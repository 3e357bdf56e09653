import { Activity, Keyboard, ListChecks, Moon, PenLine, Settings, Shield, Split, Sun, SunMoon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useGeneration, useUi } from '../state/app-context.ts'
import { THEMES, type Theme, VIEW_TITLES, VIEWS, type View } from '../state/ui-store.ts'
import { Wordmark } from '../ui/wordmark.tsx'

const ICONS: Readonly<Record<View, ReactNode>> = {
  compose: <PenLine size={18} aria-hidden />,
  jobs: <ListChecks size={18} aria-hidden />,
  privacy: <Shield size={18} aria-hidden />,
  resources: <Activity size={18} aria-hidden />,
  routing: <Split size={18} aria-hidden />,
  settings: <Settings size={18} aria-hidden />,
}

const THEME_ICONS: Readonly<Record<Theme, ReactNode>> = {
  system: <SunMoon size={18} aria-hidden />,
  light: <Sun size={18} aria-hidden />,
  dark: <Moon size={18} aria-hidden />,
}

const THEME_NAMES: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' }

/** Where one can go, and the two settings of the window itself. */
export function Rail() {
  const view = useUi((s) => s.view)
  const show = useUi((s) => s.show)
  const writing = useGeneration((s) => s.phase !== 'idle')
  return (
    <header className="rail">
      <Wordmark />
      <nav aria-label="Views">
        <ul className="plain-list rail-list">
          {VIEWS.map((name, index) => (
            <li key={name}>
              <button
                type="button"
                className="rail-item"
                aria-current={view === name ? 'page' : undefined}
                aria-keyshortcuts={`Control+${index + 1}`}
                onClick={() => show(name)}
              >
                {ICONS[name]}
                <span>{VIEW_TITLES[name]}</span>
                {name === 'compose' && writing ? <span className="rail-busy" aria-hidden /> : null}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div className="rail-foot">
        <ThemeButton />
        <HelpButton />
      </div>
    </header>
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
      aria-label={`Theme: ${THEME_NAMES[theme]}. Switch to ${THEME_NAMES[next]}`}
      onClick={() => setTheme(next)}
    >
      {THEME_ICONS[theme]}
      <span>{THEME_NAMES[theme]}</span>
    </button>
  )
}

function HelpButton() {
  const setHelpOpen = useUi((s) => s.setHelpOpen)
  return (
    <button type="button" className="rail-item rail-item-small" aria-label="Keyboard shortcuts" onClick={() => setHelpOpen(true)}>
      <Keyboard size={18} aria-hidden />
      <span>Shortcuts</span>
    </button>
  )
}
