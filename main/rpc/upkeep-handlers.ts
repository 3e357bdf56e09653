import type { App } from '../app.ts'
import type { Implementer } from './implementer.ts'

/** What a host with a desktop can do for the data folder. */
export interface FolderDesktop {
  openDataFolder?(): Promise<void>
  /** Ends the app and starts it again, after the answer is on its way. */
  restart?(): void
}

export function dataFolderHandlers(os: Implementer['dataFolder'], { dataFolder }: Pick<App, 'dataFolder'>, desktop: FolderDesktop) {
  const { backups } = dataFolder
  return {
    get: os.get.handler(async () => ({
      ...(await dataFolder.get()),
      canOpen: desktop.openDataFolder !== undefined,
      canRestart: desktop.restart !== undefined,
    })),
    open: os.open.handler(async () => {
      await desktop.openDataFolder?.()
      return { opened: desktop.openDataFolder !== undefined }
    }),
    restart: os.restart.handler(() => {
      desktop.restart?.()
      return { restarting: desktop.restart !== undefined }
    }),
    backups: {
      list: os.backups.list.handler(async () => [...(await backups.list())]),
      create: os.backups.create.handler(({ input }) => backups.create(input.to)),
      check: os.backups.check.handler(({ input }) => backups.check(input.file)),
      restore: os.backups.restore.handler(({ input }) => backups.restore(input.file)),
      remove: os.backups.remove.handler(async ({ input }) => ({ removed: await backups.remove(input.file) })),
    },
    keepAsItIs: os.keepAsItIs.handler(() => ({ taken: dataFolder.keepAsItIs() })),
    clear: os.clear.handler(async ({ input }) => ({ cleared: await dataFolder.clear(input.what) })),
    resetSettings: os.resetSettings.handler(() => ({ reset: dataFolder.resetSettings() })),
    erase: os.erase.handler(() => dataFolder.erase()),
  }
}

export function providersHandlers(os: Implementer['providers'], { providerDesk }: Pick<App, 'providerDesk'>) {
  const until = (signal: AbortSignal | undefined): AbortSignal => signal ?? new AbortController().signal
  return {
    test: os.test.handler(({ input, signal }) => providerDesk.test(input, until(signal))),
    put: os.put.handler(({ input }) => providerDesk.put(input.provider, input.at)),
    remove: os.remove.handler(({ input }) => providerDesk.remove(input.id)),
    find: os.find.handler(({ signal }) => providerDesk.find(until(signal))),
  }
}

export function onboardingHandlers(os: Implementer['onboarding'], { onboarding }: Pick<App, 'onboarding'>) {
  return {
    get: os.get.handler(() => ({ state: onboarding.get() })),
    set: os.set.handler(({ input }) => ({ state: onboarding.set(input.state) })),
  }
}
