import { Check, CloudOff, LockKeyhole, MonitorSmartphone, Plug, Scale, TriangleAlert } from 'lucide-react'
import { t } from '../i18n/t.ts'
import { useCompose, useConnection, useHost, useUi } from '../state/app-context.ts'

/** What one wants to be sure of at a glance: whether the host answers, the network, the privacy mode, and that what was typed is on disk. */
export function StatusStrip() {
  const info = useHost((s) => s.info)
  const mode = useHost((s) => s.config?.privacyMode)
  const status = useConnection((s) => s.status)
  return (
    <footer className="status-strip">
      <span className="status-item">
        <Plug size={13} aria-hidden />
        {status === 'open' ? t('Connected') : status === 'lost' ? t('Reconnecting') : t('Connecting')}
      </span>
      <Network />
      {mode ? (
        <span className="status-item">
          {mode === 'local-only' ? <LockKeyhole size={13} aria-hidden /> : <Scale size={13} aria-hidden />}
          {mode === 'local-only' ? t('Privacy mode: local only') : t('Privacy mode: balanced')}
        </span>
      ) : null}
      <Saved />
      <span className="grow" />
      {info ? (
        <span className="status-item status-host">
          <MonitorSmartphone size={13} aria-hidden />
          {info.host === 'electron' ? t('Desktop app') : t('In a browser')}
        </span>
      ) : null}
      {info ? <bdi className="status-version">Tidegate {info.version}</bdi> : null}
    </footer>
  )
}

/** Said only while there is no network: that all is well needs no word. */
function Network() {
  const offline = useHost((s) => s.online === false)
  const connected = useConnection((s) => s.status === 'open')
  return (
    <span role="status" aria-label={t('Network')} className="status-item status-warn">
      {offline && connected ? (
        <>
          <CloudOff size={13} aria-hidden />
          {t('Offline: hosted providers wait')}
        </>
      ) : null}
    </span>
  )
}

/** Whether what is in the prompt is on disk. */
function Saved() {
  const inCompose = useUi((s) => s.view === 'compose')
  const state = useCompose((s) => (s.saveError !== null ? 'unsaved' : s.draftState === 'ready' && s.prompt !== '' ? 'saved' : null))
  if (!inCompose || state === null) return null
  return state === 'saved' ? (
    <span className="status-item">
      <Check size={13} aria-hidden />
      {t('Prompt saved on this machine')}
    </span>
  ) : (
    <span className="status-item status-warn">
      <TriangleAlert size={13} aria-hidden />
      {t('Prompt not saved yet: tried again')}
    </span>
  )
}
