/** The part of Storage that is used; it may be absent or full, and then nothing is remembered. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Reads a saved value; what cannot be read or does not pass `check` counts as not there. */
export function readSaved<T>(storage: KeyValueStorage, key: string, check: (value: unknown) => value is T): T | null {
  try {
    const raw = storage.getItem(`tidegate.${key}`)
    if (raw === null) return null
    const value: unknown = JSON.parse(raw)
    return check(value) ? value : null
  } catch {
    return null
  }
}

/** Saves a value for the next start, or forgets it for null. A full storage is no reason to disturb the person. */
export function save(storage: KeyValueStorage, key: string, value: unknown): void {
  try {
    if (value === null) storage.removeItem(`tidegate.${key}`)
    else storage.setItem(`tidegate.${key}`, JSON.stringify(value))
  } catch {
    // Private windows and full disks refuse; the view goes on without memory.
  }
}

export function isString(value: unknown): value is string {
  return typeof value === 'string'
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

export function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isString)
}
