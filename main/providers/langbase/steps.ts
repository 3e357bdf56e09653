import { TidegateError } from '#contracts/errors.ts'

/**
 * A path of names. Each becomes one step: what would end a step is encoded, and the two names that an address resolves are refused, or
 * `DELETE /v1/memory/..` would be asked of something else. Throws BAD_INPUT.
 */
export function pathOf(...steps: readonly string[]): string {
  return steps.map((step) => `/${encoded(step)}`).join('')
}

function encoded(step: string): string {
  if (step === '' || step === '.' || step === '..') {
    throw new TidegateError('BAD_INPUT', 'This is not a name that Langbase could have. Use letters, digits and dashes.')
  }
  return encodeURIComponent(step.toWellFormed())
}
