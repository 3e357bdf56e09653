import type { Label, Route } from '#contracts/privacy.ts'
import { t } from '../i18n/t.ts'

/** How far text of a label may go under a policy, from the widest of its routes. */
export type Reach = 'as-written' | 'masked' | 'stays'

export function reachOf(allowed: readonly Route[]): Reach {
  if (allowed.includes('hosted')) return 'as-written'
  return allowed.includes('hybrid') ? 'masked' : 'stays'
}

export const REACH_TEXT: Readonly<Record<Reach, string>> = {
  'as-written': t('it may leave as written'),
  masked: t('only masked text may leave'),
  stays: t('it stays on this machine'),
}

/** What a finding does to the text, given the routes that its label leaves. */
export function effectText(label: Label, allowed: readonly Route[]): string {
  if (label === 'public') return t('It does not raise the label by itself.')
  return t(
    'It makes the text {label, select, internal {internal} confidential {confidential} other {restricted}}: {reach, select, open {it may leave as written} masked {only masked text may leave} other {it stays on this machine}}.',
    { label, reach: REACH_CASE[reachOf(allowed)] },
  )
}

const REACH_CASE: Readonly<Record<Reach, string>> = { 'as-written': 'open', masked: 'masked', stays: 'stays' }
