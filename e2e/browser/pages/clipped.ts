import type { Page } from '@playwright/test'

/**
 * What cannot be read in the page as it is: text that is cut off without an ellipsis, elements that reach out of the window sideways where
 * nothing scrolls, and a page that scrolls sideways. Empty when all can be read.
 */
export function clippedParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${String(element.getAttribute('class') ?? '').split(' ')[0]} “${(element.textContent ?? '').trim().slice(0, 40)}”`
    const ancestors = (element: Element): Element[] => {
      const all: Element[] = []
      for (let at: Element | null = element; at !== null; at = at.parentElement) all.push(at)
      return all
    }
    const styleOf = (element: Element): CSSStyleDeclaration => getComputedStyle(element)
    const isUnseen = (element: Element): boolean =>
      ancestors(element).some((at) => {
        const { clipPath, visibility, display, opacity } = styleOf(at)
        return (
          clipPath.startsWith('inset(50%') ||
          visibility === 'hidden' ||
          display === 'none' ||
          opacity === '0' ||
          at.classList.contains('skip-link')
        )
      })
    const scrollsSideways = (element: Element): boolean =>
      ancestors(element).some(
        (at) => at !== document.documentElement && /auto|scroll/.test(styleOf(at).overflowX) && at.scrollWidth > at.clientWidth,
      )
    const hasOwnText = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '')

    if (document.documentElement.scrollWidth > innerWidth)
      found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} > ${innerWidth}`)
    for (const element of document.body.querySelectorAll('*')) {
      if (!hasOwnText(element) || isUnseen(element)) continue
      const { overflowX, textOverflow } = styleOf(element)
      const cut = element.scrollWidth > element.clientWidth + 1 && /hidden|clip/.test(overflowX) && element.clientWidth > 0
      if (cut && textOverflow !== 'ellipsis') found.push(`cut off: ${nameOf(element)}`)
      const { left, right, width } = element.getBoundingClientRect()
      if (width > 0 && (left < -1 || right > innerWidth + 1) && !scrollsSideways(element) && textOverflow !== 'ellipsis')
        found.push(`outside the window: ${nameOf(element)}`)
    }
    return [...new Set(found)]
  })
}
