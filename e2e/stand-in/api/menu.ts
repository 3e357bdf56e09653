import { EventEmitter } from 'node:events'
import { refuseMissing } from '../refuse-missing.ts'

type Template = Electron.MenuItemConstructorOptions

/** An entry of a menu. Clicking runs what the app asked for; entries with a role do nothing here. */
export class StandInMenuItem {
  readonly id: string
  readonly label: string
  readonly type: string
  readonly role: string | undefined
  readonly accelerator: string | undefined
  readonly submenu: StandInMenu | undefined
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly #run: Template['click']

  constructor(template: Template) {
    this.id = template.id ?? ''
    this.label = template.label ?? template.role ?? ''
    this.type = template.type ?? (template.submenu === undefined ? 'normal' : 'submenu')
    this.role = template.role
    this.accelerator = template.accelerator as string | undefined
    this.enabled = template.enabled ?? true
    this.visible = template.visible ?? true
    this.checked = template.checked ?? false
    this.#run = template.click
    this.submenu = Array.isArray(template.submenu) ? StandInMenu.buildFromTemplate(template.submenu) : undefined
  }

  click(event: unknown = {}, window: unknown = undefined): void {
    if (this.enabled) this.#run?.(this as never, window as never, event as never)
  }
}
refuseMissing('MenuItem', StandInMenuItem.prototype)

export class StandInMenu extends EventEmitter {
  static #application: StandInMenu | null = null
  readonly items: StandInMenuItem[] = []

  static buildFromTemplate(template: readonly Template[]): StandInMenu {
    const menu = new StandInMenu()
    for (const item of template) menu.items.push(new StandInMenuItem(item))
    return menu
  }

  static setApplicationMenu(menu: StandInMenu | null): void {
    StandInMenu.#application = menu
  }

  static getApplicationMenu(): StandInMenu | null {
    return StandInMenu.#application
  }

  append(item: StandInMenuItem): void {
    this.items.push(item)
  }

  getMenuItemById(id: string): StandInMenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null)
      if (found !== null) return found
    }
    return null
  }

  popup(): void {}
}
refuseMissing('Menu', StandInMenu.prototype)

/** A tray icon that nobody sees. */
export class StandInTray extends EventEmitter {
  #destroyed = false

  constructor(_image: unknown) {
    super()
  }

  setContextMenu(_menu: StandInMenu | null): void {}

  setToolTip(): void {}

  setTitle(): void {}

  setImage(): void {}

  popUpContextMenu(): void {}

  destroy(): void {
    this.#destroyed = true
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }
}
refuseMissing('Tray', StandInTray.prototype)
