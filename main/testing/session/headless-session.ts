import { withoutKeys } from './app-env.ts'
import { type AppFiles, startHostProcess } from './app-process.ts'
import { worldOfApp } from './app-world.ts'
import { makeDataFolder, removeDataFolder } from './data-folder.ts'
import { findBrowser } from './executables.ts'
import { openMachineFile } from './machine-file.ts'
import { recordPage } from './page-record.ts'
import { startProviders } from './providers.ts'
import type { SessionOptions, TestSession } from './types.ts'
import { Undo } from './undo.ts'

export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  // Every frame is drawn whole and complete, so that equal screens are equal pictures.
  '--disable-partial-raster',
  '--disable-checker-imaging',
  '--disable-threaded-animation',
  '--disable-threaded-scrolling',
  '--run-all-compositor-stages-before-draw',
]
export const VIEWPORT = { width: 1280, height: 860 }

/** The headless host, each time in a process of its own, and its page in one Chromium that all of them share. */
export async function openHeadlessSession(
  files: AppFiles,
  { shown = false, flags = [], confined = false }: SessionOptions = {},
): Promise<TestSession> {
  const { path, name } = findBrowser(files.env, shown)
  // Loaded here: no other command needs it.
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({
    executablePath: path,
    headless: !shown,
    args: [...CHROMIUM_FLAGS, ...flags],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
  return {
    host: 'headless',
    ranOn: name,
    async open({ providers: named }) {
      const undo = new Undo()
      try {
        const providers = await startProviders()
        undo.add(() => providers.stop())
        const dataDir = makeDataFolder(named, providers)
        undo.add(() => removeDataFolder(dataDir))
        const machine = openMachineFile(dataDir)
        const limits = confined ? { TIDEGATE_TEST_CONFINED: '1' } : {}
        const starting = startHostProcess({ ...files, env: { ...withoutKeys(files.env), ...machine.env, ...limits } }, dataDir)
        // Its failure is told where it is waited for.
        starting.catch(() => undefined)
        undo.add(async () => (await starting).stop())
        const context = await browser.newContext({
          viewport: VIEWPORT,
          colorScheme: 'light',
          reducedMotion: 'reduce',
          locale: 'en-GB',
          timezoneId: 'UTC',
        })
        undo.add(() => context.close())
        const page = await context.newPage()
        const record = recordPage(page)
        const host = await starting
        await page.goto(host.url)
        return {
          host: 'headless',
          page,
          context,
          dataDir,
          flags: CHROMIUM_FLAGS,
          world: worldOfApp({ dataDir, providers, setMachine: machine.set }),
          problems: record.problems,
          log: () => [host.log(), ...record.lines()].join('\n'),
          close: () => undo.run(),
        }
      } catch (error) {
        await undo.run()
        throw error
      }
    },
    dispose: () => browser.close(),
  }
}
