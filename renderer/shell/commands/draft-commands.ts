import type { ExportFormat } from '#contracts/history.ts'
import { t } from '../../i18n/t.ts'
import type { AppState } from '../../state/app-state.ts'
import { copyText } from '../../state/copy-text.ts'
import { type DraftInView, draftInView } from '../../state/draft-in-view.ts'
import { exportedDraft, printDraft } from '../../state/draft-to-give.ts'
import { generate, requestToSend } from '../../state/request-to-send.ts'
import type { Wish } from '../../state/wishes-store.ts'
import { saveBytes } from '../../ui/save-file.ts'
import type { Command } from './command.ts'

const hasDraft = (app: AppState): boolean => draftInView(app) !== null

function withDraft(app: AppState, work: (draft: DraftInView) => unknown): unknown {
  const draft = draftInView(app)
  return draft === null ? null : work(draft)
}

/** Goes to Compose and asks of it what only it can do. */
function inCompose(wish: Wish): (app: AppState) => void {
  return ({ ui, wishes }) => {
    ui.getState().show('compose')
    wishes.getState().ask(wish)
  }
}

/** Clears the prompt for another; what was typed can be taken back. */
function newDraft({ ui, compose, generation }: AppState): void {
  const { prompt } = compose.getState()
  generation.getState().close()
  compose.getState().setPrompt('')
  ui.getState().goTo('compose')
  if (prompt.trim() === '') return
  ui.getState().notify(t('A new draft. What you had typed can be brought back.'), async () => {
    // What was typed since is not overwritten unasked.
    if (compose.getState().prompt.trim() === '') compose.getState().setPrompt(prompt)
    else ui.getState().offerPrompt(prompt, 'undo')
  })
}

async function exportDraft(app: AppState, format: ExportFormat): Promise<void> {
  const file = await exportedDraft(app, format)
  if (file !== null) saveBytes(file.name, file.base64, file.mediaType)
}

const FORMATS: ReadonlyArray<readonly [ExportFormat, string]> = [
  ['md', t('Export the draft as Markdown')],
  ['docx', t('Export the draft for Word (DOCX)')],
  ['html', t('Export the draft as a web page (HTML)')],
  ['json', t('Export the whole record (JSON)')],
]

/** What is done with the request and its draft. */
export const DRAFT_COMMANDS: readonly Command[] = [
  { id: 'draft.new', title: t('New draft'), also: t('clear start over empty'), section: 'draft', keys: ['Mod+N', 'Alt+N'], run: newDraft },
  {
    id: 'draft.generate',
    title: t('Generate'),
    also: t('write run send start'),
    section: 'draft',
    keys: ['Mod+Enter'],
    when: (app) => app.generation.getState().phase === 'idle' && requestToSend(app) !== null,
    run(app) {
      app.ui.getState().show('compose')
      generate(app)
    },
  },
  {
    id: 'draft.stop',
    title: t('Stop writing'),
    also: t('cancel abort'),
    section: 'draft',
    keys: ['Escape'],
    when: ({ generation }) => generation.getState().phase === 'running',
    keysWhen: ({ ui }) => ui.getState().view === 'compose',
    run: ({ generation }) => generation.getState().stop(),
  },
  {
    id: 'draft.regenerate',
    title: t('Generate again'),
    also: t('regenerate retry another version'),
    section: 'draft',
    keys: ['Mod+Shift+Enter'],
    when: (app) => hasDraft(app) && requestToSend(app) !== null,
    run(app) {
      app.ui.getState().show('compose')
      generate(app)
    },
  },
  {
    id: 'draft.compare',
    title: t('Compare routes side by side'),
    also: t('local hybrid hosted difference'),
    section: 'draft',
    keys: [],
    when: (app) => app.generation.getState().phase === 'idle' && requestToSend(app) !== null,
    run({ ui, comparison }) {
      ui.getState().show('compose')
      comparison.getState().setOpen(true)
    },
  },
  {
    id: 'draft.accept',
    title: t('Accept the draft'),
    also: t('good enough like thumbs up'),
    section: 'draft',
    keys: [],
    when: (app) => (draftInView(app)?.generationId ?? null) !== null,
    run: (app) =>
      withDraft(app, async ({ generationId }) => {
        if (generationId === null) return
        await app.verdicts.getState().rate(generationId, 'liked')
        app.ui.getState().notify(t('Accepted. The router learns from it.'))
      }),
  },
  {
    id: 'draft.edit',
    title: t('Edit the draft'),
    also: t('change write by hand'),
    section: 'draft',
    keys: ['Mod+E'],
    when: (app) => hasDraft(app) && app.documents.getState().editing === null,
    run: (app) =>
      withDraft(app, ({ text }) => {
        app.ui.getState().show('compose')
        app.documents.getState().startEditing(text)
      }),
  },
  {
    id: 'draft.copy',
    title: t('Copy the draft'),
    also: t('clipboard'),
    section: 'draft',
    keys: [],
    when: hasDraft,
    run: (app) =>
      withDraft(app, async ({ text }) => {
        await copyText(app.connection, app.documents.getState().editing ?? text)
        app.ui.getState().notify(t('Draft copied.'))
      }),
  },
  ...FORMATS.map(
    ([format, title]): Command => ({
      id: `draft.export.${format}`,
      title,
      also: t('save file download share'),
      section: 'draft',
      keys: [],
      when: hasDraft,
      run: (app) => exportDraft(app, format),
    }),
  ),
  {
    id: 'draft.print',
    title: t('Print'),
    also: t('paper PDF'),
    section: 'draft',
    keys: ['Mod+P'],
    when: hasDraft,
    run(app) {
      app.ui.getState().show('compose')
      return printDraft(app)
    },
  },
  {
    id: 'draft.history',
    title: t('Open the history'),
    also: t('earlier drafts search'),
    section: 'draft',
    keys: ['Mod+Shift+H'],
    run: inCompose('history'),
  },
  {
    id: 'draft.versions',
    title: t('Show the versions of the draft'),
    also: t('earlier compare restore'),
    section: 'draft',
    keys: [],
    when: ({ documents }) => (documents.getState().found?.versions.length ?? 0) > 0,
    run: inCompose('versions'),
  },
  {
    id: 'sources.add-files',
    title: t('Add files'),
    also: t('source upload PDF DOCX'),
    section: 'sources',
    keys: ['Mod+O'],
    run: inCompose('add-files'),
  },
  {
    id: 'sources.add-folder',
    title: t('Add a folder'),
    also: t('source directory watch'),
    section: 'sources',
    keys: [],
    run: inCompose('add-folder'),
  },
  {
    id: 'sources.use-all',
    title: t('Use all sources'),
    also: t('include select'),
    section: 'sources',
    keys: [],
    when: ({ sources }) => sources.getState().excluded.length > 0,
    run: ({ sources }) => sources.getState().setAllIncluded(true),
  },
  {
    id: 'sources.use-none',
    title: t('Use no sources'),
    also: t('exclude deselect'),
    section: 'sources',
    keys: [],
    when: ({ sources }) => (sources.getState().sources?.length ?? 0) + sources.getState().folders.length > 0,
    run: ({ sources }) => sources.getState().setAllIncluded(false),
  },
]
