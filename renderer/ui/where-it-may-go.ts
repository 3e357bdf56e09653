import type { Label, Route } from '#contracts/privacy.ts'
import { LABEL_TEXT } from './badges.tsx'

/** How far text of a label may go under a policy, from the widest of its routes. */
export type Reach = 'as-written' | 'masked' | 'stays'

export function reachOf(allowed: readonly Route[]): Reach {
  if (allowed.includes('hosted')) return 'as-written'
  return allowed.includes('hybrid') ? 'masked' : 'stays'
}

export const REACH_TEXT: Readonly<Record<Reach, string>> = {
  'as-written': 'it may leave as written',
  masked: 'only masked text may leave',
  stays: 'it stays on this machine',
}

/** What a finding does to the text, given the routes that its label leaves. */
export function effectText(label: Label, allowed: readonly Route[]): string {
  if (label === 'public') return 'It does not raise the label by itself.'
  return `It makes the text ${LABEL_TEXT[label].toLowerCase()}: ${REACH_TEXT[reachOf(allowed)]}.`
}
