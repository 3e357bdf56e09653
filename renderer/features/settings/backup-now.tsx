import { type ReactNode, useState } from 'react'
import { rich, t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { useChoosePath } from '../../state/choose-path.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { formatBytes } from '../../ui/format.ts'
import { PathField } from '../../ui/path-field.tsx'
import { Setting } from './setting.tsx'

/** Makes a backup: into the data folder with one press, or to a place that is named. */
export function BackupNow() {
  const { upkeep } = useApp()
  const [to, setTo] = useState('')
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ readonly tone: 'good' | 'bad'; readonly text: ReactNode } | null>(null)
  const choose = useChoosePath('new-backup', setTo)
  const backUp = (place: string | null): void => {
    setBusy(true)
    setOutcome(null)
    upkeep
      .getState()
      .backUp(place)
      .then(
        ({ file, bytes }) =>
          setOutcome({
            tone: 'good',
            text: rich('Backed up and verified: {file} ({size}).', { file: <bdi>{file}</bdi>, size: <bdi>{formatBytes(bytes)}</bdi> }),
          }),
        (error: unknown) => setOutcome({ tone: 'bad', text: describeError(error) }),
      )
      .finally(() => setBusy(false))
  }
  const path = to.trim()
  return (
    <Setting
      id="backup-now"
      control={
        <Button tone="primary" busy={busy} onClick={() => backUp(null)}>
          {busy ? t('Backing up…') : t('Back up now')}
        </Button>
      }
    >
      <Disclosure summary={t('To another place')}>
        <form
          className="place-form"
          onSubmit={(event) => {
            event.preventDefault()
            if (path !== '' && !busy) backUp(path)
          }}
        >
          <div className="field grow">
            <PathField label={t('New file, or a folder')} value={to} onChange={setTo} onChoose={choose} />
          </div>
          <Button type="submit" disabled={path === '' || busy}>
            {t('Back up there')}
          </Button>
        </form>
      </Disclosure>
      {outcome === null ? null : (
        <Callout tone={outcome.tone} role={outcome.tone === 'bad' ? 'alert' : 'status'}>
          <span className="break-anywhere">{outcome.text}</span>
        </Callout>
      )}
    </Setting>
  )
}
