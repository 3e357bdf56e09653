import type { JobGrouping } from '#contracts/job-list.ts'
import { formattingLocale, t } from '../../i18n/t.ts'
import { JOB_STATE_TEXT, jobKindText } from './job-text.ts'

const DAY_MS = 86_400_000

/** What a group of jobs is called. */
export function sectionTitle(grouping: JobGrouping, key: string): string {
  switch (grouping) {
    case 'none':
      return t('All jobs')
    case 'state':
      return Object.entries(JOB_STATE_TEXT).find(([state]) => state === key)?.[1] ?? key
    case 'kind':
      return jobKindText(key)
    case 'workspace':
      return key === '' ? t('No workspace') : key
    case 'day':
      // The key is a day of local time already.
      return new Intl.DateTimeFormat(formattingLocale(), { dateStyle: 'full', timeZone: 'UTC' }).format(Number(key) * DAY_MS)
  }
}
