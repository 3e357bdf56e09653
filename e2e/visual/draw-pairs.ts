import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'
import type { Box } from '#contracts/visual-diff.ts'
import { findChromium } from '../../scripts/chromium.mjs'

const page = pathToFileURL(fileURLToPath(new URL('page-of-pairs.html', import.meta.url))).href

interface Change {
  readonly kind: string
  /** Element whose box is the label of the pair; null when the whole screen moves. */
  readonly at: string | null
  readonly changed: boolean
  readonly masked?: string
  apply(page: Page): Promise<unknown>
}

const style = (selector: string, property: string, value: string) => (page: Page) =>
  page.locator(selector).evaluate((element, [name, to]) => (element as HTMLElement).style.setProperty(name, to), [property, value] as const)
const text = (selector: string, value: string) => (page: Page) =>
  page.locator(selector).evaluate((element, to) => {
    element.textContent = to
  }, value)

const CHANGES: readonly Change[] = [
  { kind: 'identical', at: null, changed: false, apply: async () => undefined },
  { kind: 'digit-10px', at: '#version', changed: true, apply: text('#version', 'v1.8') },
  // sRGB colours at about ΔE2000 2, 5, 10 and 20 of the button's own.
  ...['#3468dc', '#3d6fd4', '#3578c8', '#5b68d4'].map((colour, index) => ({
    kind: `colour-${index + 1}`,
    at: '#go',
    changed: true,
    apply: style('#go', 'background-color', colour),
  })),
  { kind: 'missing-icon', at: '#icon', changed: true, apply: style('#icon', 'visibility', 'hidden') },
  { kind: 'shift-1px', at: null, changed: true, apply: style('main', 'transform', 'translateY(1px)') },
  { kind: 'moved-block', at: null, changed: true, apply: style('#go', 'transform', 'translateX(24px)') },
  { kind: 'new-badge', at: '#badge', changed: true, apply: text('#badge', 'leaving') },
  { kind: 'gone-bar', at: '#bar', changed: true, apply: style('#bar', 'visibility', 'hidden') },
  { kind: 'clock-masked', at: null, changed: false, masked: '#clock', apply: text('#clock', '10:41:59') },
]

const SIZES = [
  { name: 'hd', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
  { name: '4k', viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 2 },
] as const
/** Other ways of drawing the same page. */
const ENVIRONMENTS = [
  ['same', []],
  ['gpu-raster', ['--enable-gpu-rasterization', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']],
  ['whole-pixels', ['--disable-font-subpixel-positioning']],
] as const

/** The renderer `same` draws the baselines of each size, so it comes with the others. */
export interface PairChoice {
  readonly environments?: readonly (typeof ENVIRONMENTS)[number][0][]
  readonly sizes?: readonly (typeof SIZES)[number]['name'][]
}

/** Draws labelled pairs into a folder: every change, by all renderers and in all sizes or in those that are named. Resolves with their rows. */
export async function drawPairs(
  folder: string,
  { environments = ENVIRONMENTS.map(([name]) => name), sizes = SIZES.map(({ name }) => name) }: PairChoice = {},
): Promise<object[]> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('No Chromium found. Install one, or name it with TIDEGATE_CHROMIUM.')
  const rows: object[] = []
  for (const [environment, flags] of ENVIRONMENTS.filter(([name]) => environments.includes(name))) {
    const browser = await launch(executablePath, flags)
    try {
      for (const size of SIZES.filter(({ name }) => sizes.includes(name))) {
        const context = await browser.newContext(size)
        if (environment === 'same') await drawBaseline(folder, await context.newPage(), size)
        for (const change of CHANGES) rows.push(await pair(folder, await context.newPage(), environment, size, change))
        await context.close()
      }
    } finally {
      await browser.close()
    }
  }
  return rows
}

const baselineOf = ({ name }: { readonly name: string }): string => `base-${name}.png`

async function drawBaseline(folder: string, tab: Page, size: (typeof SIZES)[number]): Promise<void> {
  await tab.goto(page)
  await tab.screenshot({ path: join(folder, baselineOf(size)) })
  await tab.close()
}

async function pair(folder: string, tab: Page, environment: string, size: (typeof SIZES)[number], change: Change): Promise<object> {
  await tab.goto(page)
  const before = baselineOf(size)
  const after = `${environment}-${size.name}-${change.kind}.png`
  const boxes = change.at === null ? [] : [await boxOf(tab, change.at, size.deviceScaleFactor)]
  const masks = change.masked === undefined ? [] : [await boxOf(tab, change.masked, size.deviceScaleFactor)]
  await change.apply(tab)
  await tab.screenshot({ path: join(folder, after) })
  await tab.close()
  const same = environment === 'same'
  // What an element's own box says of the changed pixels holds for solid elements only.
  const labelled = change.kind.startsWith('colour') || change.kind === 'gone-bar' ? boxes : []
  return {
    id: `${environment}-${size.name}-${change.kind}`,
    kind: change.kind,
    before,
    after,
    changed: change.changed,
    sameEnvironment: same,
    boxes: same ? labelled : [],
    masks,
  }
}

async function boxOf(tab: Page, selector: string, scale: number): Promise<Box> {
  const box = await tab.locator(selector).boundingBox()
  if (box === null) throw new Error(`${selector} is not on the page.`)
  return {
    x: Math.floor(box.x * scale),
    y: Math.floor(box.y * scale),
    width: Math.ceil(box.width * scale),
    height: Math.ceil(box.height * scale),
  }
}

function launch(executablePath: string, flags: readonly string[]): Promise<Browser> {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', ...(flags.length === 0 ? ['--disable-gpu'] : []), ...quiet, ...flags],
  })
}
