// `npm run icons`: draws every icon of the packages from renderer/ui/icon.svg with Chromium into resources/icons.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../../scripts/chromium.mjs'
import { icnsFile } from './icns-file.ts'
import { icoFile } from './ico-file.ts'
import { type Pixels, pngFile } from './png-file.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'resources/icons')
const icon = readFileSync(join(root, 'renderer/ui/icon.svg'), 'utf8')

const LINUX = [16, 24, 32, 48, 64, 128, 256, 512]
const WINDOWS = [16, 20, 24, 32, 40, 48, 64, 256]
const MACOS = [16, 32, 64, 128, 256, 512, 1024]
// macOS icons keep a margin in which the system draws the shadow: 100 of 1024 pixels on each side.
const MACOS_MARGIN = 100 / 1024

/** The lines of the icon alone, in black: macOS colours it to fit its menu bar. The box is the one that the lines fill. */
function template(svg: string): string {
  return svg
    .replace(/<rect[^>]*\/>/, '')
    .replaceAll(/stroke="#[0-9a-f]+"/g, 'stroke="#000"')
    .replace('viewBox="0 0 32 32"', 'viewBox="3.6 2.6 24.8 24.8"')
}

async function draw(page: Page, svg: string, size: number, margin = 0): Promise<Pixels> {
  const base64 = await page.evaluate(
    async ([source, pixels, edge]) => {
      const image = new Image()
      image.src = `data:image/svg+xml;base64,${btoa(source)}`
      await image.decode()
      const context = new OffscreenCanvas(pixels, pixels).getContext('2d')
      if (context === null) throw new Error('no canvas')
      context.drawImage(image, edge, edge, pixels - 2 * edge, pixels - 2 * edge)
      let binary = ''
      for (const byte of context.getImageData(0, 0, pixels, pixels).data) binary += String.fromCharCode(byte)
      return btoa(binary)
    },
    [svg.replace('<svg ', `<svg width="${size}" height="${size}" `), size, Math.round(size * margin)] as const,
  )
  return { size, rgba: Buffer.from(base64, 'base64') }
}

const executablePath = findChromium()
if (executablePath === null) throw new Error('No Chromium found. Install one, or name it with TIDEGATE_CHROMIUM.')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'] })
try {
  const page = await browser.newPage()
  const all = (svg: string, sizes: readonly number[], margin?: number) =>
    sizes.reduce<Promise<Pixels[]>>(async (done, size) => [...(await done), await draw(page, svg, size, margin)], Promise.resolve([]))
  rmSync(folder, { recursive: true, force: true })
  for (const part of ['png', 'tray']) mkdirSync(join(folder, part), { recursive: true })
  for (const picture of await all(icon, LINUX)) writeFileSync(join(folder, 'png', `${picture.size}x${picture.size}.png`), pngFile(picture))
  writeFileSync(join(folder, 'icon.ico'), icoFile(await all(icon, WINDOWS)))
  writeFileSync(join(folder, 'icon.icns'), icnsFile(await all(icon, MACOS, MACOS_MARGIN)))
  // Electron takes the larger one by itself on dense screens, and knows a template by the end of its name.
  for (const [name, svg] of [
    ['tray', icon],
    ['trayTemplate', template(icon)],
  ] as const) {
    writeFileSync(join(folder, 'tray', `${name}.png`), pngFile(await draw(page, svg, 16)))
    writeFileSync(join(folder, 'tray', `${name}@2x.png`), pngFile(await draw(page, svg, 32)))
  }
  process.stdout.write(`Icons are in ${folder}\n`)
} finally {
  await browser.close()
}
