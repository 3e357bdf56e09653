import { t } from '../../i18n/t.ts'
import { useApp, useCompose } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'

/** Says that what is typed cannot be kept, and offers what was written in another window and replaced from here. */
export function KeptTexts() {
  const { drafts, ui } = useApp()
  const saveError = useCompose((s) => s.saveError)
  const failed = useCompose((s) => s.draftState === 'failed')
  const kept = useCompose((s) => s.kept)
  const [latest] = kept
  const { notify } = ui.getState()
  return (
    <>
      {saveError !== null || failed ? (
        <Callout tone="warn" title={t('What you type is not being kept')} role="alert">
          {t('{problem} It stays here as long as this window is open. Copy it to be safe; saving is tried again by itself.', {
            problem: saveError ?? t('The stored draft cannot be read.'),
          })}
        </Callout>
      ) : null}
      {latest ? (
        <Callout tone="info" title={t('A text from another window was kept')} role="status">
          <p className="truncate">{latest.prompt}</p>
          <div className="row row-wrap">
            <Button
              small
              onClick={() => {
                if (!drafts.takeKept(latest.id)) notify(t('Still saving what you typed. Try again in a moment.'))
              }}
            >
              {t('Swap it with the prompt')}
            </Button>
            <Button
              small
              tone="quiet"
              onClick={() => {
                drafts.discardKept(latest.id).then(
                  () => notify(t('The kept text was discarded.')),
                  (error: unknown) => notify(describeError(error)),
                )
              }}
            >
              {t('Discard')}
            </Button>
            {kept.length > 1 ? (
              <span className="small muted">{t('{count, plural, one {and # more} other {and # more}}', { count: kept.length - 1 })}</span>
            ) : null}
          </div>
        </Callout>
      ) : null}
    </>
  )
}
