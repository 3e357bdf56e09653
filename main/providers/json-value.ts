/** Readers for JSON of unknown shape: what is absent or of another type reads as null. */
export type JsonRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of keys and indexes, or undefined. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current: unknown = value
  for (const step of path) {
    if (Array.isArray(current) && typeof step === 'number') current = current[step]
    else if (isRecord(current) && typeof step === 'string' && Object.hasOwn(current, step)) current = current[step]
    else return undefined
  }
  return current
}

export function stringAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : null
}

/** More tokens than any request has: what a server counts beyond it is no count. A stored sum of such numbers could not be read again. */
const MOST_TOKENS = 100_000_000

/** A count: a whole number from zero. */
export function countAt(value: unknown, ...path: readonly (string | number)[]): number | null {
  const found = at(value, ...path)
  const count = typeof found === 'number' ? Math.round(found) : -1
  return Number.isSafeInteger(count) && count >= 0 ? count : null
}

/** A count of tokens. */
export function tokensAt(value: unknown, ...path: readonly (string | number)[]): number | null {
  const found = countAt(value, ...path)
  return found === null || found > MOST_TOKENS ? null : found
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = path.length === 0 ? value : at(value, ...path)
  return Array.isArray(found) ? found : []
}

/** The parsed document, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The caller decides what a text that is no JSON means.
    return undefined
  }
}
