import { TidegateError } from '#contracts/errors.ts'

/** Parts are loaded when they are first asked for. Of a build that was replaced under an app that runs, those that were not are gone. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
}

/** What whoever needed such a part is told; null for any other error. */
export function missingPart(error: unknown): TidegateError | null {
  if (!isMissingPart(error)) return null
  return new TidegateError(
    'INTERNAL',
    'Tidegate was updated or built anew while it ran, and a part that it needs now is gone. Nothing was lost. Restart the application.',
    { cause: error },
  )
}
