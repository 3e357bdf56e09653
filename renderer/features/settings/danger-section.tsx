import { useEffect, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { NextStartCallout } from './next-start-callout.tsx'
import { Setting } from './setting.tsx'

type Asked = 'history' | 'vectors' | 'all'

/** What takes something away. Each says what is kept, and is asked for twice or can be undone. */
export function DangerSection() {
  const { upkeep, ui, host } = useApp()
  const config = useHost((s) => s.config)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => void upkeep.getState().reload(), [upkeep])
  const run = (work: Promise<void>): void => {
    setAsked(null)
    setBusy(true)
    work.catch((error: unknown) => ui.getState().notify(describeError(error))).finally(() => setBusy(false))
  }
  const clearHistory = async (): Promise<void> => {
    const count = await upkeep.getState().clear('history')
    ui.getState().notify(
      t('{count, plural, =0 {There was nothing to delete.} one {# request was deleted.} other {# requests were deleted.}}', { count }),
    )
  }
  const clearVectors = async (): Promise<void> => {
    const count = await upkeep.getState().clear('vectors')
    ui.getState().notify(
      t('{count, plural, =0 {There was nothing to delete.} one {# vector was deleted.} other {# vectors were deleted.}}', { count }),
    )
  }
  const resetSettings = async (): Promise<void> => {
    const before = Object.entries(await upkeep.getState().resetSettings())
    ui.getState().notify(
      t(
        '{count, plural, =0 {All of them were at their defaults.} one {# setting is at its default.} other {# settings are at their defaults.}}',
        {
          count: before.length,
        },
      ),
      before.length === 0
        ? undefined
        : async () => {
            for (const [name, value] of before) await host.getState().setBack(name, value)
          },
    )
  }
  return (
    <>
      <NextStartCallout />
      <Setting
        id="clear-history"
        control={
          <Button tone="danger" busy={busy} onClick={() => setAsked('history')}>
            {t('Clear history…')}
          </Button>
        }
      />
      <Setting
        id="clear-vectors"
        control={
          <Button tone="danger" busy={busy} onClick={() => setAsked('vectors')}>
            {t('Clear vectors…')}
          </Button>
        }
      />
      <Setting
        id="reset-settings"
        control={
          <Button tone="danger" disabled={busy || config === null} onClick={() => run(resetSettings())}>
            {t('Reset settings')}
          </Button>
        }
      />
      <Setting
        id="delete-all"
        control={
          <Button tone="danger" busy={busy} onClick={() => setAsked('all')}>
            {t('Delete all data…')}
          </Button>
        }
      />
      <Confirm
        open={asked === 'history'}
        title={t('Clear the history?')}
        action={t('Clear history')}
        onConfirm={() => run(clearHistory())}
        onCancel={() => setAsked(null)}
      >
        {t(
          'Prompts, drafts, versions and imported conversations are deleted for good, and overwritten on the disk. What runs now, sources, templates, settings, the ledger and what was spent are kept. Backups still have the history; delete them in Data.',
        )}
      </Confirm>
      <Confirm
        open={asked === 'vectors'}
        title={t('Clear the cached vectors?')}
        action={t('Clear vectors')}
        onConfirm={() => run(clearVectors())}
        onCancel={() => setAsked(null)}
      >
        {t(
          'Sources are then found by their words alone, until an embedding model has made the vectors again. The sources stay as they are.',
        )}
      </Confirm>
      {asked === 'all' ? <EraseDialog onClose={() => setAsked(null)} /> : null}
    </>
  )
}
