const MOST = 1_000_000

/** An amount as people type it, with a point or a comma; null for nothing where that is allowed, undefined for what is no amount. */
export function parseUsd(text: string, optional: boolean): number | null | undefined {
  const plain = text.trim().replace(/^\$/, '').replace(',', '.')
  if (plain === '') return optional ? null : undefined
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(plain)) return undefined
  const value = Number(plain)
  return value <= MOST ? value : undefined
}
