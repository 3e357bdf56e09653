import { t } from '../i18n/t.ts'
import { useApp, useUi } from '../state/app-context.ts'
import { Confirm } from '../ui/confirm.tsx'

/** Asks before the text of a link, or what is brought back, takes the place of what the person typed. */
export function PromptOffer() {
  const { ui, compose } = useApp()
  const offered = useUi((s) => s.offeredPrompt)
  const isBack = useUi((s) => s.offeredFrom) === 'undo'
  const done = (): void => ui.getState().offerPrompt(null)
  const accept = (): void => {
    if (offered !== null) compose.getState().setPrompt(offered)
    done()
  }
  return (
    <Confirm
      open={offered !== null}
      title={isBack ? t('Bring back what you had typed?') : t('Use the text of the link?')}
      action={t('Replace my text')}
      onConfirm={accept}
      onCancel={done}
    >
      <p>
        {isBack
          ? t('It would take the place of what you have typed since:')
          : t('A link brought this prompt. It would take the place of what you have typed:')}
      </p>
      <blockquote>{offered}</blockquote>
    </Confirm>
  )
}
