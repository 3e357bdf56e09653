import type { SourceText } from '../types.ts'
import { type CitedPage, createCitedPage } from './cited-page.ts'
import type { BrokenOff, Page } from './types.ts'

/** Where one part of several writes, side by side with the others. */
export interface PartOfPage {
  text(delta: string): void
  /** What this part has written so far is void; it is kept as what `by` had written before it broke off. */
  again(reason: string, by: BrokenOff): void
  end(): void
}

export interface OrderedPage {
  part(index: number): PartOfPage
  addSources(more: readonly SourceText[]): void
}

/**
 * Puts parts that are written at the same time on one page in their order: the first that is not done streams, later ones wait in
 * memory. Citations are numbered over the whole page. A part that begins anew takes back only its own text.
 * @param headings a line before each part; an empty one for none
 */
export function createOrderedPage(page: Page, sources: readonly SourceText[], headings: readonly string[]): OrderedPage {
  const all = [...sources]
  const texts = headings.map(() => '')
  const done = headings.map(() => false)
  let cited: CitedPage = createCitedPage(page, all)
  let current = 0
  let shown = 0

  function opening(index: number): string {
    const heading = headings[index] ?? ''
    return `${index === 0 ? '' : '\n\n'}${heading === '' ? '' : `${heading}\n\n`}`
  }

  /** Shows what there is, up to the first part that is not done. */
  function advance(): void {
    while (current < texts.length) {
      const text = texts[current] ?? ''
      if (shown === 0 && text !== '') cited.text(opening(current))
      if (text.length > shown) cited.text(text.slice(shown))
      shown = text.length
      if (done[current] !== true) return
      current += 1
      shown = 0
    }
    cited.end()
  }

  return {
    addSources(more) {
      all.push(...more)
      cited.addSources(more)
    },
    part: (index) => ({
      text(delta) {
        texts[index] = (texts[index] ?? '') + delta
        if (index === current) advance()
      },
      again(reason, by) {
        page.brokeOff(by, { text: texts[index] ?? '', citations: [] })
        texts[index] = ''
        if (index !== current || shown === 0) return
        page.restart(reason)
        cited = createCitedPage(page, all)
        const reached = current
        current = 0
        shown = 0
        if (reached > 0) advance()
      },
      end() {
        done[index] = true
        if (index === current) advance()
      },
    }),
  }
}
