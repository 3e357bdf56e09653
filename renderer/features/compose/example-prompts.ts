import { t } from '../../i18n/t.ts'

/** Prompts that suit the sample workspace. */
export const EXAMPLE_PROMPTS: readonly string[] = [
  t('Summarise the most important points of these sources.'),
  t('Which decisions were made, by when, and who is responsible?'),
  t('Draft an e-mail to the team about the next steps and deadlines.'),
]
