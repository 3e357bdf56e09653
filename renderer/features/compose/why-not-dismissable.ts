import type { JudgedFinding } from '#contracts/privacy.ts'
import { t } from '../../i18n/t.ts'

/** As `RULE_LIMITS.textChars` of the contract, which is not part of the bundle. */
const LONGEST_RULE = 200

/** Why a finding cannot be marked as not private, in words for the person; null when it can. The core judges again. */
export function whyNotDismissable({ type, label, start, end, recognizer }: JudgedFinding): string | null {
  if (type.startsWith('WORKSPACE/')) return t('A rule of this workspace marks it. Without the rule it is marked no longer.')
  if (label === 'restricted' || type.startsWith('SECRET/')) {
    return t('It stays restricted whatever is said of it: a credential, a government id, a card or bank number, or health data.')
  }
  if (recognizer.startsWith('request-')) return t('It is judged from the text as a whole, not from these words alone.')
  if (recognizer.includes('-in-')) return t('It stands inside an encoded value, which is looked into every time.')
  if (end - start > LONGEST_RULE)
    return t('Longer than {count} characters: it would not be met again as it stands.', { count: LONGEST_RULE })
  return null
}
