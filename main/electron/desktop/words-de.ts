import type { DesktopWords } from './words.ts'

export const GERMAN: DesktopWords = {
  menu: { file: '&Datei', edit: '&Bearbeiten', view: '&Ansicht', window: '&Fenster', help: '&Hilfe' },
  views: {
    compose: 'Schreiben',
    jobs: 'Aufträge',
    privacy: 'Datenschutz',
    resources: 'Ressourcen',
    routing: 'Routen',
    testing: 'Tests',
    settings: 'Einstellungen',
  },
  newDraft: 'Neuer Entwurf',
  newWindow: 'Neues Fenster',
  quickWindow: 'Schneller Entwurf',
  settings: 'Einstellungen …',
  openDataFolder: 'Datenordner öffnen',
  keyboardShortcuts: 'Tastenkürzel',
  quit: 'Beenden',
  open: 'Tidegate öffnen',
  showJobs: 'Aufträge zeigen',
  draftReady: { message: 'Ein Entwurf ist fertig', detail: 'Öffnen Sie Tidegate, um ihn zu lesen.' },
  draftFailed: { message: 'Ein Entwurf wurde nicht fertig', detail: 'Öffnen Sie Tidegate, um zu sehen, warum, und was erhalten ist.' },
  chooseFolder: 'Ordner hinzufügen',
  chooseModel: 'Modell hinzufügen',
  chooseBackup: 'Sicherung wiederherstellen',
  backups: 'Sicherungen',
  backUpTo: 'In eine Datei sichern',
  backUp: 'Sichern',
  choose: 'Auswählen',
  models: 'Modelle',
  allFiles: 'Alle Dateien',
  keepRunning: 'Im Hintergrund weiterlaufen',
  cancel: 'Abbrechen',
  quitDetail:
    'Wenn Sie beenden, beginnt lokale Arbeit beim nächsten Start von vorn, und eine gehostete Anfrage, die den Rechner verlassen haben könnte, wird vermerkt und nie zweimal gesendet. Was geschrieben wurde, bleibt erhalten.',
  status(running, waiting) {
    if (running === 0 && waiting === 0) return 'Nichts läuft'
    return [running > 0 ? `${running} in Arbeit` : '', waiting > 0 ? `${waiting} wartend` : ''].filter(Boolean).join(', ')
  },
  quitMessage: (writing) => (writing === 1 ? 'Ein Entwurf wird noch geschrieben.' : `${writing} Entwürfe werden noch geschrieben.`),
}
