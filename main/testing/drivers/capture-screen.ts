import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { Box, Fingerprint, ScreenElement } from '#contracts/visual-diff.ts'
import type { Captured } from '../baselines/index.ts'

// What the functions that are sent to the page find there; the core itself has none of it.
interface PageElement {
  readonly tagName: string
  readonly textContent: string | null
  readonly style: { opacity: string }
  getAttribute(name: string): string | null
  closest(selector: string): PageElement | null
  checkVisibility(): boolean
  getBoundingClientRect(): PageRect
}
interface PageRect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}
interface PageText {
  readonly textContent: string | null
  readonly parentElement: PageElement | null
}
declare const document: {
  readonly fonts: { readonly ready: Promise<unknown> }
  readonly documentElement: PageElement
  readonly body: PageElement
  querySelectorAll(selector: string): Iterable<PageElement>
  createElement(name: 'canvas'): {
    width: number
    height: number
    getContext(kind: '2d'): { font: string; fillText(text: string, x: number, y: number): void } | null
    toDataURL(): string
  }
  createTreeWalker(root: PageElement, show: number): { nextNode(): PageText | null }
  createRange(): { selectNodeContents(node: PageText): void; getBoundingClientRect(): PageRect }
}
declare const NodeFilter: { readonly SHOW_TEXT: number }
declare const devicePixelRatio: number
declare const innerWidth: number
declare const innerHeight: number
declare function requestAnimationFrame(then: (time: number) => void): number

/** Frames that are compared while a screen comes to rest; a screen that never does is an error, not a picture. */
const MOST_FRAMES = 20

/** Fonts of the interface: how their letters are drawn is part of the environment. */
const FAMILIES = ['sans-serif', 'serif', 'monospace', 'system-ui', 'ui-monospace']

/**
 * Takes a picture of a screen at rest: fonts loaded, animations ended, no caret, two equal frames in a row. `masked` are selectors of what
 * changes all the time. Throws when the screen does not come to rest.
 */
export async function captureScreen(
  page: Page,
  { masked, flags }: { readonly masked: readonly string[]; readonly flags: readonly string[] },
): Promise<Captured> {
  await page.evaluate(() => document.fonts.ready)
  await drawAnew(page)
  let png = await frame(page)
  for (let n = 0; ; n += 1) {
    const next = await frame(page)
    if (png.equals(next)) break
    if (n === MOST_FRAMES) throw new Error('The screen does not come to rest: mask what moves.')
    png = next
  }
  const [fingerprint, elements, masks] = await Promise.all([fingerprintOf(page, flags), elementsOf(page), boxesOf(page, masked)])
  return { png, fingerprint, elements, masks }
}

/**
 * Has everything drawn anew, at once. A screen that came about by parts, each drawn into what was there before, has rounded corners that differ
 * by some shades from those of the same screen drawn whole.
 */
async function drawAnew(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frames = async (): Promise<void> => {
      for (let n = 0; n < 2; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    document.documentElement.style.opacity = '0.5'
    await frames()
    document.documentElement.style.opacity = ''
    await frames()
  })
}

function frame(page: Page): Promise<Buffer> {
  return page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'device' })
}

async function fingerprintOf(page: Page, flags: readonly string[]): Promise<Fingerprint> {
  const browser = page.context().browser()
  const { letters, scale } = await page.evaluate((families) => {
    const canvas = document.createElement('canvas')
    canvas.width = 600
    canvas.height = 200
    const context = canvas.getContext('2d')
    families.forEach((family, index) => {
      if (context === null) return
      context.font = `16px ${family}`
      context.fillText('Hamburgefonstiv 0123456789 ÄÖÜ → العربية', 4, 30 + index * 34)
    })
    return { letters: canvas.toDataURL(), scale: devicePixelRatio }
  }, FAMILIES)
  return {
    renderer: `${browser?.browserType().name() ?? 'unknown'} ${browser?.version() ?? ''}`.trim(),
    platform: `${process.platform} ${process.arch}`,
    fonts: createHash('sha256').update(letters).digest('hex'),
    scale,
    flags: [...flags],
  }
}

async function boxesOf(page: Page, selectors: readonly string[]): Promise<Box[]> {
  return page.evaluate((all) => {
    const boxes: Box[] = []
    for (const element of all.flatMap((selector) => [...document.querySelectorAll(selector)])) {
      const { left, top, right, bottom } = element.getBoundingClientRect()
      if (right <= left || bottom <= top) continue
      const [x, y] = [Math.floor(left * devicePixelRatio), Math.floor(top * devicePixelRatio)]
      boxes.push({ x, y, width: Math.ceil(right * devicePixelRatio) - x, height: Math.ceil(bottom * devicePixelRatio) - y })
    }
    return boxes
  }, selectors)
}

/** What is seen and said on the screen: every run of text with the control it belongs to, and controls without text. */
function elementsOf(page: Page): Promise<ScreenElement[]> {
  return page.evaluate(() => {
    const ROLES: Readonly<Record<string, string>> = {
      A: 'link',
      BUTTON: 'button',
      INPUT: 'field',
      TEXTAREA: 'field',
      SELECT: 'field',
      H1: 'heading',
      H2: 'heading',
      H3: 'heading',
      IMG: 'picture',
    }
    const CONTROL = 'a, button, input, textarea, select, h1, h2, h3, img, [role]'
    const found: ScreenElement[] = []
    const add = (element: PageElement | null, rect: PageRect, text: string): void => {
      if (rect.width < 1 || rect.height < 1 || rect.bottom <= 0 || rect.right <= 0 || rect.top >= innerHeight || rect.left >= innerWidth)
        return
      found.push({
        role: (element?.getAttribute('role') ?? ROLES[element?.tagName ?? ''] ?? '').slice(0, 60),
        name: (element?.getAttribute('aria-label') ?? '').slice(0, 500),
        text: text.trim().slice(0, 500),
        box: {
          x: Math.round(rect.x * devicePixelRatio),
          y: Math.round(rect.y * devicePixelRatio),
          width: Math.max(1, Math.round(rect.width * devicePixelRatio)),
          height: Math.max(1, Math.round(rect.height * devicePixelRatio)),
        },
      })
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.textContent?.trim() === '' || node.parentElement?.checkVisibility() === false) continue
      range.selectNodeContents(node)
      add(node.parentElement?.closest('a, button, h1, h2, h3, [role]') ?? null, range.getBoundingClientRect(), node.textContent ?? '')
    }
    for (const element of document.querySelectorAll(CONTROL)) {
      if (element.textContent?.trim() === '' && element.checkVisibility()) add(element, element.getBoundingClientRect(), '')
    }
    return found
  })
}
