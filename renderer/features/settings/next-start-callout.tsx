import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useUpkeep } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatDateTime } from '../../ui/format.ts'

/** What is laid ready for the next start, and the ways on: start again now, or take it back. */
export function NextStartCallout() {
  const { upkeep, ui } = useApp()
  const folder = useUpkeep((s) => s.folder)
  const [busy, setBusy] = useState(false)
  if (folder === null || folder.nextStart === null) return null
  const { nextStart, canRestart } = folder
  const run = (work: Promise<void>): void => {
    setBusy(true)
    work.catch((error: unknown) => ui.getState().notify(describeError(error))).finally(() => setBusy(false))
  }
  return (
    <Callout
      tone="warn"
      role="status"
      title={nextStart.kind === 'erase' ? t('At the next start all data is deleted') : t('At the next start a backup is restored')}
    >
      <p>
        {nextStart.kind === 'erase'
          ? t('Nothing has been deleted yet. Nothing is kept.')
          : t(
              'The backup of {when} takes the place of what is there now, which is set aside and not deleted. What left this machine since then stays on record.',
              {
                when: formatDateTime(nextStart.madeAt),
              },
            )}
        {canRestart ? null : ` ${t('Stop Tidegate and start it again when you are ready.')}`}
      </p>
      <div className="row row-wrap callout-actions">
        <Button small busy={busy} onClick={() => run(upkeep.getState().keepAsItIs())}>
          {t('Keep everything as it is')}
        </Button>
        {canRestart ? (
          <Button small tone="primary" busy={busy} onClick={() => run(upkeep.getState().restart())}>
            {t('Start again now')}
          </Button>
        ) : null}
      </div>
    </Callout>
  )
}
