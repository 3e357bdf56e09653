import { fromCore } from '../i18n/core-text.ts'
import { t } from '../i18n/t.ts'

/** What went wrong, in the words of the core: its messages are one line that says what to do. */
export function describeError(error: unknown): string {
  return error instanceof Error && error.message ? fromCore(error.message) : t('Something went wrong. Try again.')
}
