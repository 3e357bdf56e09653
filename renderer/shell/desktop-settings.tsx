import { useEffect, useState } from 'react'
import type { DesktopChange, DesktopSettings as Settings } from '#contracts/desktop.ts'
import { t } from '../i18n/t.ts'
import { useApp, useConnection } from '../state/app-context.ts'
import { describeError } from '../state/describe-error.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Keys } from '../ui/keys.tsx'
import { SwitchField } from '../ui/switch-field.tsx'
import { KeyRecorder } from './key-recorder.tsx'
import { isMac, keyNames } from './keys/chord.ts'
import './shortcuts.css'

/** What the system does for the app: the start with the session, and the quick window. For the settings. */
export function DesktopSettings() {
  const { settings, change } = useDesktop()
  if (settings === null) return null
  if (settings.startAtLogin === null && settings.quickWindow === null)
    return <p className="small muted">{t('This needs the desktop app; here Tidegate runs in a browser.')}</p>
  return (
    <div className="shortcut-settings">
      {settings.startAtLogin === null ? null : (
        <SwitchField
          label={t('Start Tidegate when I log in')}
          checked={settings.startAtLogin}
          onChange={(startAtLogin) => void change({ startAtLogin })}
        />
      )}
      {settings.quickWindow === null ? null : <QuickKeys quick={settings.quickWindow} onKeys={(quickKeys) => void change({ quickKeys })} />}
    </div>
  )
}

/** What the desktop has, and the way to change it; null until it is known. */
function useDesktop(): { readonly settings: Settings | null; change(change: DesktopChange): Promise<void> } {
  const { connection, ui } = useApp()
  const isOpen = useConnection((s) => s.status === 'open')
  const [settings, setSettings] = useState<Settings | null>(null)
  useEffect(() => {
    if (!isOpen) return
    let stale = false
    connection
      .api()
      .host.desktop()
      .then(
        (answer) => stale || setSettings(answer),
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
    return () => {
      stale = true
    }
  }, [connection, isOpen, ui])
  return {
    settings,
    async change(change) {
      try {
        setSettings(await connection.api().host.setDesktop(change))
      } catch (error) {
        ui.getState().notify(describeError(error))
      }
    },
  }
}

interface QuickKeysProps {
  readonly quick: NonNullable<Settings['quickWindow']>
  readonly onKeys: (keys: string | null) => void
}

function QuickKeys({ quick, onKeys }: QuickKeysProps) {
  const [recording, setRecording] = useState(false)
  return (
    <div className="stack">
      <div className="row row-wrap">
        <span className="grow">{t('Keys that open a quick draft from anywhere')}</span>
        {quick.keys === null ? <span className="small muted">{t('Off')}</span> : <Keys names={keyNames(quick.keys, isMac())} />}
        <Button small onClick={() => setRecording(true)}>
          {quick.keys === null ? t('Choose keys') : t('Change')}
        </Button>
        {quick.keys === null ? null : (
          <Button small tone="quiet" onClick={() => onKeys(null)}>
            {t('Turn off')}
          </Button>
        )}
      </div>
      {recording ? (
        <KeyRecorder
          onKeys={(keys) => {
            setRecording(false)
            onKeys(keys)
          }}
          onCancel={() => setRecording(false)}
        />
      ) : null}
      {quick.isTaken ? (
        <Callout tone="warn" role="status">
          {t('Another program has these keys. Choose others, or free them there; they are tried again at the next start.')}
        </Callout>
      ) : null}
    </div>
  )
}
