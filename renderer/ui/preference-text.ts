import type { Preference } from '#contracts/routing-rules.ts'
import { t } from '../i18n/t.ts'

/** What can matter most, as a choice reads. */
export const PREFERENCE_TEXT: Readonly<Record<Preference, string>> = {
  balanced: t('Balanced'),
  quality: t('Quality'),
  speed: t('Speed'),
  cost: t('Low cost'),
  energy: t('Little energy'),
}
