import type { ExportFormat } from '#contracts/history.ts'
import type { AppState } from './app-state.ts'
import { type DraftInView, draftInView } from './draft-in-view.ts'

type Parts = Pick<AppState, 'documents' | 'generation'>

/** The draft in view for whoever takes it elsewhere: with what is being edited, which is kept as a version first. Throws where it cannot be kept. */
export async function draftToGive(app: Parts): Promise<DraftInView | null> {
  const { documents } = app
  await documents.getState().keep()
  const { editing, error } = documents.getState()
  if (editing !== null && error !== null) throw new Error(error)
  return draftInView(app)
}

/** The draft in view as a file. */
export async function exportedDraft(app: Parts & Pick<AppState, 'connection'>, format: ExportFormat) {
  const draft = await draftToGive(app)
  return draft === null ? null : app.connection.api().history.export({ id: draft.versionId, format })
}

/** Puts the draft on paper, which knows no editor: an edit is kept and ended first. What cannot be kept is told in the editor, and not printed. */
export async function printDraft({ documents }: Pick<AppState, 'documents'>): Promise<void> {
  if (documents.getState().editing !== null) await documents.getState().save()
  if (documents.getState().editing !== null) return
  // After the menu or the palette, and the editor, have gone from the page.
  requestAnimationFrame(() => setTimeout(() => window.print()))
}
