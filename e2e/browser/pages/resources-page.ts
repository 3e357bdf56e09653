import type { Locator, Page } from '@playwright/test'

/** The Resources view by role and name. */
export class ResourcesPage {
  readonly processor: Locator
  readonly memory: Locator
  readonly effects: Locator
  readonly providers: Locator

  constructor(page: Page) {
    this.processor = page.getByRole('region', { name: 'Processor' })
    this.memory = page.getByRole('region', { name: 'Memory' })
    this.effects = page.getByRole('region', { name: 'What this does to routing' })
    this.providers = page.getByRole('table', { name: 'Providers' })
  }
}
