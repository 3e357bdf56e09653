import type { Locator, Page } from '@playwright/test'

/** The Resources view by role and name. */
export class ResourcesPage {
  readonly processor: Locator
  readonly memory: Locator
  readonly heat: Locator
  readonly effects: Locator
  readonly providers: Locator
  readonly keyDialog: Locator
  readonly keyField: Locator
  readonly moveKeys: Locator

  constructor(page: Page) {
    this.processor = page.getByRole('region', { name: 'Processor' })
    this.memory = page.getByRole('region', { name: 'Memory' })
    this.heat = page.getByRole('region', { name: 'Heat' })
    this.effects = page.getByRole('region', { name: 'What this does to routing' })
    this.providers = page.getByRole('table', { name: 'Providers' })
    this.keyDialog = page.getByRole('dialog', { name: /^Key of / })
    this.keyField = this.keyDialog.getByLabel('API key')
    this.moveKeys = page.getByRole('button', { name: 'Move keys from keys.json to the keychain' })
  }

  provider(id: string): Locator {
    return this.providers.getByRole('row').filter({ has: this.providers.page().getByRole('rowheader', { name: new RegExp(`^${id}\\b`) }) })
  }

  /** What is said of a provider's key. */
  keyOf(id: string): Locator {
    return this.provider(id).getByRole('cell').last()
  }

  /** Types a key into the dialog of a provider and presses the button of that name. */
  async setKey(id: string, key: string, button: string): Promise<void> {
    await this.providers.getByRole('button', { name: `Set the key of ${id}` }).click()
    await this.keyField.fill(key)
    await this.keyDialog.getByRole('button', { name: button }).click()
  }
}
