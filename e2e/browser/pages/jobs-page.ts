import type { Locator, Page } from '@playwright/test'

/** The Jobs view by role and name. */
export class JobsPage {
  readonly table: Locator
  readonly count: Locator
  readonly detail: Locator
  readonly transitions: Locator

  constructor(page: Page) {
    this.table = page.getByRole('table', { name: 'Jobs' })
    this.count = page.getByRole('status', { name: 'Job count' })
    this.detail = page.getByRole('dialog')
    this.transitions = this.detail.getByRole('list', { name: 'Transitions' }).getByRole('listitem')
  }

  row(title: string): Locator {
    return this.table.getByRole('row').filter({ hasText: title })
  }

  async open(title: string): Promise<void> {
    await this.row(title)
      .first()
      .getByRole('button', { name: `Details of ${title}` })
      .click()
    await this.detail.waitFor()
  }
}
