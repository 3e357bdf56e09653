import type { Locator, Page } from '@playwright/test'

export type ViewName = 'Compose' | 'Jobs' | 'Privacy' | 'Resources' | 'Routing' | 'Testing' | 'Settings'

/** What surrounds every view. */
export class Shell {
  readonly page: Page
  readonly navigation: Locator
  readonly status: Locator
  readonly notice: Locator

  constructor(page: Page) {
    this.page = page
    this.navigation = page.getByRole('navigation', { name: 'Views' })
    this.status = page.getByRole('contentinfo')
    this.notice = page.getByRole('status', { name: 'Notice' })
  }

  /** Waits until the page has its connection to the host. */
  async ready(): Promise<void> {
    // Also while a dialog is open, which hides the rest from roles.
    await this.page.getByRole('contentinfo', { includeHidden: true }).getByText('Connected').waitFor()
  }

  async goTo(view: ViewName): Promise<void> {
    await this.navigation.getByRole('button', { name: view }).click()
    await this.heading(view).waitFor({ state: 'attached' })
  }

  heading(view: ViewName): Locator {
    return this.page.getByRole('heading', { level: 1, name: view })
  }
}
