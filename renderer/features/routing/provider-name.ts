import { t } from '../../i18n/t.ts'

/** The engine that needs no model is a provider like any other, but nobody knows it by that name. */
const NAMES: Readonly<Record<string, string>> = { extractive: t('Extractive (no model)') }

/** A provider as a person knows it: its own id, but for what the app brings along. */
export function providerName(id: string): string {
  return NAMES[id] ?? id
}
