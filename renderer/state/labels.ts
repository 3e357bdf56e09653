import type { Label, Route } from '#contracts/privacy.ts'

/** Labels, lowest first. Kept apart from the contract's own list so that its schema library stays out of the bundle. */
export const LABEL_ORDER = ['public', 'internal', 'confidential', 'restricted'] as const satisfies readonly Label[]

export const ROUTE_ORDER = ['local', 'hybrid', 'hosted'] as const satisfies readonly Route[]

/** The highest of the given labels; `public` for none. */
export function highest(labels: Iterable<Label>): Label {
  let rank = 0
  for (const label of labels) rank = Math.max(rank, LABEL_ORDER.indexOf(label))
  return LABEL_ORDER[rank] ?? 'restricted'
}
