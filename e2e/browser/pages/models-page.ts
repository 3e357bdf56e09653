import type { Locator, Page } from '@playwright/test'

/** The models in the settings by role and name. */
export class ModelsPage {
  readonly table: Locator
  readonly dialog: Locator
  readonly path: Locator
  readonly addAndUse: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.table = page.getByRole('table', { name: 'Models on this machine' })
    this.dialog = page.getByRole('dialog', { name: 'Add a model' })
    this.path = this.dialog.getByLabel('Model file')
    this.addAndUse = this.dialog.getByRole('button', { name: 'Add and use' })
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: new RegExp(`^${name}\\b`) }) })
  }

  press(name: string): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click()
  }
}
