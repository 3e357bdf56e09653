import type { DesktopWords } from './words.ts'

export const ENGLISH: DesktopWords = {
  menu: { file: '&File', edit: '&Edit', view: '&View', window: '&Window', help: '&Help' },
  views: {
    compose: 'Compose',
    jobs: 'Jobs',
    privacy: 'Privacy',
    resources: 'Resources',
    routing: 'Routing',
    testing: 'Testing',
    settings: 'Settings',
  },
  newDraft: 'New Draft',
  newWindow: 'New Window',
  quickWindow: 'Quick Draft',
  settings: 'Settings…',
  openDataFolder: 'Open Data Folder',
  keyboardShortcuts: 'Keyboard Shortcuts',
  quit: 'Quit',
  open: 'Open Tidegate',
  showJobs: 'Show Jobs',
  draftReady: { message: 'A draft is ready', detail: 'Open Tidegate to read it.' },
  draftFailed: { message: 'A draft could not be finished', detail: 'Open Tidegate to see why, and what was kept.' },
  chooseFolder: 'Add a folder',
  chooseModel: 'Add a model',
  chooseBackup: 'Restore a backup',
  backups: 'Backups',
  backUpTo: 'Back up to a file',
  backUp: 'Back up',
  choose: 'Choose',
  models: 'Models',
  allFiles: 'All files',
  keepRunning: 'Keep running in the background',
  cancel: 'Cancel',
  quitDetail:
    'If you quit, local work begins again at the next start, and a hosted request that may have left is marked, never sent twice. What was written is kept.',
  status(running, waiting) {
    if (running === 0 && waiting === 0) return 'Nothing is running'
    return [running > 0 ? `${running} running` : '', waiting > 0 ? `${waiting} waiting` : ''].filter(Boolean).join(', ')
  },
  quitMessage: (writing) => (writing === 1 ? 'A draft is still being written.' : `${writing} drafts are still being written.`),
}
