import type { SectionClassifier } from './types.ts'

/** A classifier that is made when it is first asked for, or told to `load`; what making it throws, asking throws. */
export function lazyClassifier(make: () => SectionClassifier): SectionClassifier & { load(): void } {
  let made: SectionClassifier | null = null
  const get = (): SectionClassifier => {
    made ??= make()
    return made
  }
  return {
    load() {
      get()
    },
    scan: (text) => get().scan(text),
    scanSection: (text, section, goesOn) => get().scanSection(text, section, goesOn),
  }
}
