import type { GenerationState } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'

export const STATE_TEXT: Readonly<Record<GenerationState, string>> = {
  queued: t('Waiting'),
  running: t('Writing'),
  succeeded: t('Finished'),
  failed: t('Failed'),
  cancelled: t('Stopped'),
  deferred: t('Deferred'),
  blocked: t('Blocked'),
}
