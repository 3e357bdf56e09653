import type { MenuItemConstructorOptions } from 'electron'
import type { HostCommand } from '#contracts/host-command.ts'

export interface MenuActions {
  readonly show: (command: HostCommand) => void
  readonly newWindow: () => void
  readonly openDataFolder: () => void
  readonly quit: () => void
}

export interface MenuContext {
  readonly platform: NodeJS.Platform
  readonly appName: string
  /** A packaged app has no developer's entries. */
  readonly packaged: boolean
}

const VIEWS = [
  ['compose', 'Compose'],
  ['jobs', 'Jobs'],
  ['privacy', 'Privacy'],
  ['resources', 'Resources'],
  ['routing', 'Routing'],
] as const

/** The menu bar, as each platform expects it. Every entry of ours has an id, which specs use. */
export function menuTemplate(actions: MenuActions, { platform, appName, packaged }: MenuContext): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const quit: MenuItemConstructorOptions = {
    id: 'quit',
    label: mac ? `Quit ${appName}` : 'Quit',
    accelerator: 'CommandOrControl+Q',
    click: actions.quit,
  }
  const file: MenuItemConstructorOptions[] = [
    { id: 'new-draft', label: 'New Draft', accelerator: 'CommandOrControl+N', click: () => actions.show({ type: 'new-draft' }) },
    { id: 'new-window', label: 'New Window', accelerator: 'CommandOrControl+Shift+N', click: actions.newWindow },
    { type: 'separator' },
    { id: 'open-data-folder', label: 'Open Data Folder', click: actions.openDataFolder },
    { type: 'separator' },
    ...(mac ? [{ role: 'close' } as const] : [quit]),
  ]
  const view: MenuItemConstructorOptions[] = [
    ...VIEWS.map(([name, label], index) => ({
      id: `show-${name}`,
      label,
      accelerator: `CommandOrControl+${index + 1}`,
      click: () => actions.show({ type: 'show-view', view: name }),
    })),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(packaged ? [] : ([{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }] as const)),
  ]
  return [
    ...(mac
      ? [
          {
            label: appName,
            submenu: [
              { role: 'about' },
              { type: 'separator' },
              { role: 'services' },
              { type: 'separator' },
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              { type: 'separator' },
              quit,
            ],
          } satisfies MenuItemConstructorOptions,
        ]
      : []),
    { label: mac ? 'File' : '&File', submenu: file },
    { label: mac ? 'Edit' : '&Edit', role: 'editMenu' },
    { label: mac ? 'View' : '&View', submenu: view },
    { label: mac ? 'Window' : '&Window', role: 'windowMenu' },
    {
      label: mac ? 'Help' : '&Help',
      role: 'help',
      submenu: [{ id: 'show-help', label: 'Keyboard Shortcuts', click: () => actions.show({ type: 'show-help' }) }],
    },
  ]
}

/** The tray's menu: what runs, and the way in and out. `waiting` and `running` count jobs. */
export function trayTemplate(
  actions: Pick<MenuActions, 'show' | 'quit'> & { readonly open: () => void },
  counts: { readonly running: number; readonly waiting: number },
): MenuItemConstructorOptions[] {
  return [
    { id: 'tray-status', label: statusLine(counts), enabled: false },
    { type: 'separator' },
    { id: 'tray-open', label: 'Open Tidegate', click: actions.open },
    { id: 'tray-new-draft', label: 'New Draft', click: () => actions.show({ type: 'new-draft' }) },
    { id: 'tray-jobs', label: 'Show Jobs', click: () => actions.show({ type: 'show-view', view: 'jobs' }) },
    { type: 'separator' },
    { id: 'tray-quit', label: 'Quit', click: actions.quit },
  ]
}

export function statusLine({ running, waiting }: { readonly running: number; readonly waiting: number }): string {
  if (running === 0 && waiting === 0) return 'Nothing is running'
  const parts = [running > 0 ? `${running} running` : null, waiting > 0 ? `${waiting} waiting` : null]
  return parts.filter((part) => part !== null).join(', ')
}
