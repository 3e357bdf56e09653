/** What was started, to be ended in reverse order. One that cannot be ended does not keep the others from it. */
export class Undo {
  readonly #steps: (() => unknown)[] = []

  add(step: () => unknown): void {
    this.#steps.push(step)
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0).toReversed()) {
      try {
        await step()
      } catch {
        // What is gone already needs no end.
      }
    }
  }
}
