/** Work that may pause between its steps. */
export type Steps<T> = Generator<void, T>

/** All of it in one go. */
export function inOneGo<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}
