import type { Locator, Page } from '@playwright/test'
import { Shell } from './shell.ts'

export type SettingsPart =
  | 'Providers'
  | 'Models'
  | 'Budgets'
  | 'Privacy defaults'
  | 'Other programs'
  | 'Features'
  | 'Appearance'
  | 'Shortcuts'
  | 'Language'
  | 'Data'
  | 'Diagnostics'
  | 'About'
  | 'Danger zone'

/** The Settings view by role and name. */
export class SettingsPage {
  readonly parts: Locator
  readonly search: Locator
  readonly results: Locator
  readonly providers: Locator
  readonly keyDialog: Locator
  readonly keyField: Locator
  readonly moveKeys: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.parts = page.getByRole('navigation', { name: 'Parts of the settings' })
    this.search = page.getByRole('combobox', { name: 'Search settings' })
    this.results = page.getByRole('listbox', { name: 'Settings that fit' })
    this.providers = page.getByRole('list', { name: 'Providers' })
    this.keyDialog = page.getByRole('dialog', { name: /^Key of / })
    this.keyField = this.keyDialog.getByLabel('API key')
    this.moveKeys = page.getByRole('button', { name: 'Move keys from keys.json to the keychain' })
  }

  /** Goes to the settings, and to a part of them. */
  async open(part: SettingsPart): Promise<void> {
    await new Shell(this.page).goTo('Settings')
    await this.show(part)
  }

  async show(part: SettingsPart): Promise<void> {
    await this.parts.getByRole('button', { name: part, exact: true }).click()
    await this.page.getByRole('heading', { level: 2, name: part, exact: true }).waitFor()
  }

  /** A setting by its name. */
  setting(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true })
  }

  provider(id: string): Locator {
    return this.providers.getByRole('listitem', { name: id, exact: true })
  }

  /** What is said of a provider's key. */
  keyOf(id: string): Locator {
    return this.provider(id).getByRole('group', { name: `Key of ${id}` })
  }

  /** Types a key into the dialog of a provider and presses the button of that name. */
  async setKey(id: string, key: string, button: string): Promise<void> {
    await this.providers.getByRole('button', { name: `Set the key of ${id}` }).click()
    await this.keyField.fill(key)
    await this.keyDialog.getByRole('button', { name: button }).click()
  }
}
