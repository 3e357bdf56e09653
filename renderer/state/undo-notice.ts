import { t } from '../i18n/t.ts'
import { describeError } from './describe-error.ts'
import type { Notice, UiStore } from './ui-store.ts'

/** The latest of what was said that can be taken back. */
export function undoable(ui: UiStore): Notice | null {
  return ui.getState().notices.findLast(({ undo }) => undo !== null) ?? null
}

/** Takes back what a notice speaks of, and says whether that worked. */
export async function undoNotice(ui: UiStore, notice: Notice): Promise<void> {
  const said = await (notice.undo?.() ?? Promise.resolve()).then(
    () => t('Undone.'),
    (error: unknown) => describeError(error),
  )
  ui.getState().clearNotice(notice.id)
  ui.getState().notify(said)
}
