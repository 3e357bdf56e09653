import type { Preference } from '#contracts/routing-rules.ts'

/** What can matter most, as a choice reads. */
export const PREFERENCE_TEXT: Readonly<Record<Preference, string>> = {
  balanced: 'Balanced',
  quality: 'Quality',
  speed: 'Speed',
  cost: 'Low cost',
  energy: 'Little energy',
}
