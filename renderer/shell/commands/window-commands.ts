import { t } from '../../i18n/t.ts'
import { undoable, undoNotice } from '../../state/undo-notice.ts'
import type { Command } from './command.ts'

/** The window itself. */
export const WINDOW_COMMANDS: readonly Command[] = [
  {
    id: 'window.palette',
    title: t('All commands'),
    also: t('palette search find'),
    section: 'window',
    keys: ['Mod+K', 'Mod+Shift+P'],
    run: ({ palette }) => palette.getState().setOpen(true),
  },
  {
    id: 'window.help',
    title: t('Keyboard shortcuts'),
    also: t('help keys'),
    section: 'window',
    keys: ['?', 'F1'],
    run: ({ ui }) => ui.getState().setHelpOpen(true),
  },
  {
    id: 'window.undo',
    title: t('Undo what was done last'),
    also: t('take back restore'),
    section: 'window',
    keys: ['Mod+Z'],
    notInFields: true,
    when: ({ ui }) => undoable(ui) !== null,
    run({ ui }) {
      const notice = undoable(ui)
      return notice === null ? null : undoNotice(ui, notice)
    },
  },
  {
    id: 'window.reload',
    title: t('Load the window anew'),
    also: t('reload refresh'),
    section: 'window',
    keys: [],
    run: () => location.reload(),
  },
]
