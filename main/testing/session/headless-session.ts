import { withoutKeys } from './app-env.ts'
import { type AppFiles, startHostProcess } from './app-process.ts'
import { worldOfApp } from './app-world.ts'
import { CHROMIUM_FLAGS, openAttachableBrowsers, openSharedBrowser } from './browser-windows.ts'
import { makeDataFolder, removeDataFolder } from './data-folder.ts'
import { findBrowser } from './executables.ts'
import { openMachineFile } from './machine-file.ts'
import { recordPage } from './page-record.ts'
import { startProviders } from './providers.ts'
import type { SessionOptions, TestSession } from './types.ts'
import { Undo } from './undo.ts'

/** The headless host, each time in a process of its own, and its page in one Chromium that all of them share, or in one each that others can attach to. */
export async function openHeadlessSession(
  files: AppFiles,
  { shown = false, flags = [], confined = false, attachable = false }: SessionOptions = {},
): Promise<TestSession> {
  const { path, name } = findBrowser(files.env, shown)
  const windows = await (attachable ? openAttachableBrowsers : openSharedBrowser)({ path, shown, flags })
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
        const { context, page, debugEndpoint } = await windows.open(undo)
        const record = recordPage(page)
        const host = await starting
        await page.goto(host.url)
        return {
          host: 'headless',
          page,
          context,
          debugEndpoint,
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
    dispose: () => windows.dispose(),
  }
}
