import type { Locator, Page } from '@playwright/test'

/** The Resources view by role and name. */
export class ResourcesPage {
  readonly processor: Locator
  readonly memory: Locator
  readonly heat: Locator
  readonly effects: Locator

  constructor(page: Page) {
    this.processor = page.getByRole('region', { name: 'Processor' })
    this.memory = page.getByRole('region', { name: 'Memory' })
    this.heat = page.getByRole('region', { name: 'Heat' })
    this.effects = page.getByRole('region', { name: 'What this does to routing' })
  }
}
