interface Dated {
  readonly id: string
  readonly createdAt: number
}

/** Puts changed or older items into a list, newest first; of two with one id the incoming one stays. */
export function mergeById<T extends Dated>(list: readonly T[], incoming: readonly T[]): T[] {
  const merged = new Map(list.map((item) => [item.id, item]))
  for (const item of incoming) merged.set(item.id, item)
  return [...merged.values()].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
}
