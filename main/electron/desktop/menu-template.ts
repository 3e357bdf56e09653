import type { MenuItemConstructorOptions } from 'electron'
import type { HostCommand } from '#contracts/host-command.ts'
import { VIEW_NAMES } from '#contracts/host-command.ts'
import { acceleratorOf } from './accelerator.ts'
import type { DesktopWords } from './words.ts'
import { ENGLISH } from './words-en.ts'

export interface MenuActions {
  readonly show: (command: HostCommand) => void
  readonly newWindow: () => void
  readonly quickWindow: () => void
  readonly openDataFolder: () => void
  readonly quit: () => void
}

export interface MenuContext {
  readonly platform: NodeJS.Platform
  readonly appName: string
  /** A packaged app has no developer's entries. */
  readonly packaged: boolean
  readonly words?: DesktopWords
  /** The keys that the window has in force, by the command's id; absent before it has said so. */
  readonly keys?: Readonly<Record<string, string>>
}

const DEFAULT_KEYS: Readonly<Record<string, string>> = {
  'draft.new': 'Mod+N',
  ...Object.fromEntries(VIEW_NAMES.map((view, index) => [`go.${view}`, `Mod+${index + 1}`])),
}

/** The menu bar, as each platform expects it. Every entry of ours has an id, which specs use. */
export function menuTemplate(actions: MenuActions, context: MenuContext): MenuItemConstructorOptions[] {
  const { platform, appName, packaged, words = ENGLISH, keys } = context
  const mac = platform === 'darwin'
  const spoken = mac ? withoutMnemonics(words) : words.menu
  /** The person's own keys where the window has told; what it left out has none. */
  const keysOf = (command: string): { accelerator?: string } => {
    const accelerator = acceleratorOf((keys === undefined || Object.keys(keys).length === 0 ? DEFAULT_KEYS : keys)[command] ?? '')
    return accelerator === null ? {} : { accelerator }
  }
  const settings: MenuItemConstructorOptions = {
    id: 'show-settings',
    label: words.settings,
    accelerator: 'CommandOrControl+,',
    click: () => actions.show({ type: 'show-view', view: 'settings' }),
  }
  const quit: MenuItemConstructorOptions = {
    id: 'quit',
    label: mac ? `${words.quit} ${appName}` : words.quit,
    accelerator: 'CommandOrControl+Q',
    click: actions.quit,
  }
  const file: MenuItemConstructorOptions[] = [
    { id: 'new-draft', label: words.newDraft, ...keysOf('draft.new'), click: () => actions.show({ type: 'new-draft' }) },
    { id: 'quick-window', label: words.quickWindow, click: actions.quickWindow },
    { id: 'new-window', label: words.newWindow, accelerator: 'CommandOrControl+Shift+N', click: actions.newWindow },
    { type: 'separator' },
    { id: 'open-data-folder', label: words.openDataFolder, click: actions.openDataFolder },
    { type: 'separator' },
    ...(mac ? [{ role: 'close' } as const] : [settings, { type: 'separator' } as const, quit]),
  ]
  const view: MenuItemConstructorOptions[] = [
    ...VIEW_NAMES.filter((name) => name !== 'settings').map((name) => ({
      id: `show-${name}`,
      label: words.views[name],
      ...keysOf(`go.${name}`),
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
    ...(mac ? [{ label: appName, submenu: macAppMenu(settings, quit) }] : []),
    { label: spoken.file, submenu: file },
    { label: spoken.edit, role: 'editMenu' },
    { label: spoken.view, submenu: view },
    { label: spoken.window, role: 'windowMenu' },
    {
      label: spoken.help,
      role: 'help',
      submenu: [{ id: 'show-help', label: words.keyboardShortcuts, click: () => actions.show({ type: 'show-help' }) }],
    },
  ]
}

function withoutMnemonics({ menu }: DesktopWords): DesktopWords['menu'] {
  const plain = (text: string): string => text.replace('&', '')
  return { file: plain(menu.file), edit: plain(menu.edit), view: plain(menu.view), window: plain(menu.window), help: plain(menu.help) }
}

function macAppMenu(settings: MenuItemConstructorOptions, quit: MenuItemConstructorOptions): MenuItemConstructorOptions[] {
  return [
    { role: 'about' },
    { type: 'separator' },
    settings,
    { type: 'separator' },
    { role: 'services' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    quit,
  ]
}

/** The tray's menu: what runs, and the way in and out. `waiting` and `running` count jobs. */
export function trayTemplate(
  actions: Pick<MenuActions, 'show' | 'quickWindow' | 'quit'> & { readonly open: () => void },
  counts: { readonly running: number; readonly waiting: number },
  words: DesktopWords = ENGLISH,
): MenuItemConstructorOptions[] {
  return [
    { id: 'tray-status', label: words.status(counts.running, counts.waiting), enabled: false },
    { type: 'separator' },
    { id: 'tray-open', label: words.open, click: actions.open },
    { id: 'tray-new-draft', label: words.newDraft, click: () => actions.show({ type: 'new-draft' }) },
    { id: 'tray-quick-window', label: words.quickWindow, click: actions.quickWindow },
    { id: 'tray-jobs', label: words.showJobs, click: () => actions.show({ type: 'show-view', view: 'jobs' }) },
    { type: 'separator' },
    { id: 'tray-settings', label: words.settings, click: () => actions.show({ type: 'show-view', view: 'settings' }) },
    { id: 'tray-quit', label: words.quit, click: actions.quit },
  ]
}
