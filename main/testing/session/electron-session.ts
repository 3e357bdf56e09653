import { once } from 'node:events'
import { withoutKeys } from './app-env.ts'
import type { AppFiles } from './app-process.ts'
import { endProcess } from './app-process.ts'
import { worldOfApp } from './app-world.ts'
import { makeDataFolder, removeDataFolder } from './data-folder.ts'
import { findElectron } from './executables.ts'
import { openMachineFile } from './machine-file.ts'
import { recordPage } from './page-record.ts'
import { startProviders } from './providers.ts'
import type { TestSession } from './types.ts'
import { Undo } from './undo.ts'

/** The desktop app, in Electron or in what stands in for it, each time in a process of its own. */
export async function openElectronSession(files: AppFiles): Promise<TestSession> {
  const { path, name } = findElectron(files.env, files.root)
  const { _electron } = await import('playwright-core')
  return {
    host: 'electron',
    ranOn: name,
    async open({ providers: named }) {
      const undo = new Undo()
      try {
        const providers = await startProviders()
        undo.add(() => providers.stop())
        const dataDir = makeDataFolder(named, providers)
        undo.add(() => removeDataFolder(dataDir))
        const machine = openMachineFile(dataDir)
        const app = await _electron.launch({
          executablePath: path,
          args: [files.root],
          // Where Electron itself runs this as Node, the app is not to run as Node, too.
          env: defined({ ...withoutKeys(files.env), ...machine.env, TIDEGATE_HOME: dataDir, ELECTRON_RUN_AS_NODE: undefined }),
        })
        const child = app.process()
        const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve()
        let stderr = ''
        child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')))
        undo.add(async () => {
          // Whatever is still at work, the person agrees to quit. An app that has gone already can be told nothing, and needs not.
          await app
            .evaluate(({ dialog }) => Object.assign(dialog, { showMessageBox: async () => ({ response: 0 }) }))
            .catch(() => undefined)
          await endProcess(child, exited, () => app.close().catch(() => undefined))
        })
        const page = await app.firstWindow()
        const record = recordPage(page)
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
        return {
          host: 'electron',
          page,
          context: app.context(),
          debugEndpoint: null,
          dataDir,
          flags: [],
          world: worldOfApp({ dataDir, providers, setMachine: machine.set }),
          problems: record.problems,
          log: () => [stderr, ...record.lines()].join('\n'),
          close: () => undo.run(),
        }
      } catch (error) {
        await undo.run()
        throw error
      }
    },
    dispose: async () => undefined,
  }
}

function defined(env: AppFiles['env']): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}
