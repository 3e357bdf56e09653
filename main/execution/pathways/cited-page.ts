import { createCitationStream } from '../citations/index.ts'
import type { SourceText } from '../types.ts'
import type { Page, Task } from './types.ts'

/** Takes plain text and puts it on the page with markers where a source bears it out. */
export interface CitedPage {
  /** More to cite from; counts from the next text on only before the first. */
  addSources(more: readonly SourceText[]): void
  text(delta: string): void
  end(): void
  /** Ends the page with the work that writes on it, also where that breaks off. */
  during<T>(work: () => Promise<T>): Promise<T>
}

/** What may be cited: a marker inside JSON would break it. */
export function citable({ generation, sources }: Task): readonly SourceText[] {
  return generation.form.output === 'json' ? [] : sources
}

/** The index over the sources is built at the first text, once all that is cited from is known. */
export function createCitedPage(page: Page, sources: readonly SourceText[]): CitedPage {
  const all = [...sources]
  let citer: ReturnType<typeof createCitationStream> | null = null
  const stream = (): ReturnType<typeof createCitationStream> => {
    citer ??= createCitationStream(all)
    return citer
  }
  function end(): void {
    for (const piece of stream().end()) page.write(piece)
  }
  return {
    addSources: (more) => {
      all.push(...more)
    },
    text(delta) {
      for (const piece of stream().push(delta)) page.write(piece)
    },
    end,
    async during(work) {
      try {
        const result = await work()
        end()
        return result
      } catch (error) {
        for (const piece of citer?.cut() ?? []) page.write(piece)
        throw error
      }
    },
  }
}
