import type { DataPart } from '#contracts/data-folder.ts'
import type { DiagnosticPart } from '#contracts/diagnostics.ts'
import { t } from '../../i18n/t.ts'

export const DATA_PART_TEXT: Readonly<Record<DataPart['part'], string>> = {
  database: t('Database'),
  backups: t('Backups'),
  'set-aside': t('Set aside: what a restore or a repair replaced'),
  settings: t('Settings and keys'),
  'crash-reports': t('Crash reports'),
  logs: t('Log files'),
  engine: t('Engine for graphics cards'),
  other: t('Other files'),
}

export const DIAGNOSTIC_PART_TEXT: Readonly<Record<DiagnosticPart['part'], string>> = {
  versions: t('Versions'),
  checks: t('Checks'),
  settings: t('Settings, without addresses and names'),
  tables: t('Rows by table'),
  jobs: t('Jobs by state'),
  log: t('Last lines of the log'),
}
