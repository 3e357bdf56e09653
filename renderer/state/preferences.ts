import type { Preference } from '#contracts/routing-rules.ts'

/** What can matter most. Kept apart from the contract's own list so that its schema library stays out of the bundle. */
export const PREFERENCE_ORDER = ['balanced', 'quality', 'speed', 'cost', 'energy'] as const satisfies readonly Preference[]
