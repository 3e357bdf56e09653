import { t } from '../../i18n/t.ts'
/** Names the engine of a draft, and says of the one without a model that it has none. */
export function engineText(engine: string): string {
  return /extractive/i.test(engine) ? t('Extractive engine — no model') : t('Written by {engine}', { engine })
}
