import { LockKeyhole, MonitorSmartphone, Plug, Scale } from 'lucide-react'
import { useConnection, useHost } from '../state/app-context.ts'

/** What one wants to be sure of at a glance: which host, whether it answers, and the privacy mode. */
export function StatusStrip() {
  const info = useHost((s) => s.info)
  const mode = useHost((s) => s.config?.privacyMode)
  const status = useConnection((s) => s.status)
  return (
    <footer className="status-strip">
      <span className="row">
        <Plug size={13} aria-hidden />
        {status === 'open' ? 'Connected' : status === 'lost' ? 'Reconnecting' : 'Connecting'}
      </span>
      {info ? (
        <span className="row">
          <MonitorSmartphone size={13} aria-hidden />
          Host: {info.host}
        </span>
      ) : null}
      {mode ? (
        <span className="row">
          {mode === 'local-only' ? <LockKeyhole size={13} aria-hidden /> : <Scale size={13} aria-hidden />}
          Privacy mode: {mode}
        </span>
      ) : null}
      <span className="grow" />
      {info ? <span>Tidegate {info.version}</span> : null}
    </footer>
  )
}
