import type { ElectronApplication } from '@playwright/test'

/** Clicks an item of the menu bar. */
export function choose(app: ElectronApplication, id: string): Promise<void> {
  return app.evaluate(({ Menu }, name) => Menu.getApplicationMenu()?.getMenuItemById(name)?.click(), id)
}

/** What the app leaves for specs, since a tray gives its menu to nobody. */
export interface TestRefs {
  readonly tidegateTest: { readonly trayMenu: Electron.Menu }
}

export function trayLabel(app: ElectronApplication): Promise<string | undefined> {
  return app.evaluate(() => (globalThis as unknown as TestRefs).tidegateTest.trayMenu.getMenuItemById('tray-status')?.label)
}

export function windowCount(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
}
