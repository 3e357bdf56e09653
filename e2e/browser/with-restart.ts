import type { Page } from '@playwright/test'
import { test as base } from '../fixtures.ts'
import { startHost } from '../host-process.ts'
import { Shell } from './pages/shell.ts'

/** Like `test`, with the whole app ended and started again on the same data folder when `restart` is called; gives the new page. */
export const test = base.extend<{ restart: () => Promise<Page> }>({
  restart: async ({ host, hostKind, launcher, browserProcess, page, viewport }, use) => {
    const started: Array<() => Promise<void>> = []
    await use(async () => {
      if (hostKind === 'electron') {
        await (await launcher.first()).close()
        const next = await (await launcher.start()).window()
        await new Shell(next).ready()
        return next
      }
      // The page goes first, or it would report the line that is cut.
      await page.close()
      await host.stop?.()
      const again = await startHost(host.dataDir)
      const context = await (await browserProcess()).newContext({ viewport, reducedMotion: 'reduce' })
      started.push(async () => {
        await context.close()
        await again.stop()
      })
      const next = await context.newPage()
      await next.goto(again.url)
      await new Shell(next).ready()
      return next
    })
    for (const end of started.toReversed()) await end()
  },
})
