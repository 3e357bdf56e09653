/** What went wrong, in the words of the core: its messages are one line that says what to do. */
export function describeError(error: unknown): string {
  return error instanceof Error && error.message ? error.message : 'Something went wrong. Try again.'
}
