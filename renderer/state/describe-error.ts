import type { ErrorValue } from '#contracts/errors.ts'

/** What went wrong, in the words of the core where it said so. */
export function describeError(error: unknown): string {
  const value = errorValue(error)
  if (value) return value.id ? `${value.message} (log id ${value.id})` : value.message
  return error instanceof Error && error.message ? error.message : 'Something went wrong. Try again.'
}

/** The core's own error value, when the failure carries one. */
export function errorValue(error: unknown): Pick<ErrorValue, 'message' | 'id'> | null {
  if (!isRecord(error) || !isRecord(error.data)) return null
  const { message, id } = error.data
  if (typeof message !== 'string') return null
  return typeof id === 'string' ? { message, id } : { message }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
