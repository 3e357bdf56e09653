import type { Locator, Page } from '@playwright/test'

/** The palette of everything that can be done. */
export class PalettePage {
  readonly page: Page
  readonly field: Locator
  readonly options: Locator
  readonly selected: Locator
  readonly status: Locator

  constructor(page: Page) {
    this.page = page
    const dialog = page.getByRole('dialog', { name: 'All commands' })
    this.field = dialog.getByRole('combobox')
    this.options = dialog.getByRole('option')
    this.selected = dialog.getByRole('option', { selected: true })
    this.status = dialog.getByRole('status')
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('Control+k')
    await this.field.waitFor()
  }
}
