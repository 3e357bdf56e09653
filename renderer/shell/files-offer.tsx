import { t } from '../i18n/t.ts'
import { useApp, useUi } from '../state/app-context.ts'
import { describeError } from '../state/describe-error.ts'
import { Confirm } from '../ui/confirm.tsx'

/** Asks before files that the system handed over become sources. */
export function FilesOffer() {
  const { ui, connection } = useApp()
  const offered = useUi((s) => s.offeredFiles)
  const answer = (accept: boolean): void => {
    if (offered === null) return
    ui.getState().offerFiles(null)
    connection
      .api()
      .host.takeFiles({ offerId: offered.offerId, accept })
      .then(
        ({ added, refused }) => {
          if (!accept) return
          ui.getState().show('compose')
          ui.getState().notify(
            refused[0] === undefined
              ? t('{count, plural, one {# file is being read.} other {# files are being read.}}', { count: added })
              : t('{name} could not be added: {reason}', { name: refused[0].name, reason: refused[0].reason }),
          )
        },
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
  return (
    <Confirm
      open={offered !== null}
      title={t('{count, plural, one {Add this file as a source?} other {Add these files as sources?}}', {
        count: offered?.names.length ?? 1,
      })}
      action={t('Add')}
      tone="primary"
      onConfirm={() => answer(true)}
      onCancel={() => answer(false)}
    >
      <p>{t('It was opened with Tidegate. A source is read and kept on this machine, and counts as restricted until it is labelled.')}</p>
      <ul className="offered-files">
        {offered?.names.map((name) => (
          <li key={name}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    </Confirm>
  )
}
