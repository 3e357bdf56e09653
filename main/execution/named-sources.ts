import { contentTerms } from './extractive/index.ts'
import type { SourceText } from './types.ts'

/**
 * The sources that a prompt speaks of by name ("the launch plan" and `launch-plan.md`), or all of them when it names none. A name
 * counts when every word of it stands in the prompt.
 */
export function namedSources(prompt: string, sources: readonly SourceText[]): readonly SourceText[] {
  const spoken = new Set(contentTerms(prompt))
  const named = sources.filter(({ name }) => {
    const words = contentTerms(name.replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/[._-]+/g, ' '))
    return words.length > 0 && words.every((word) => spoken.has(word))
  })
  return named.length > 0 ? named : sources
}
