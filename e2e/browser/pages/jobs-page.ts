import type { Locator, Page } from '@playwright/test'

/** The Jobs view by role and name. */
export class JobsPage {
  readonly table: Locator
  readonly count: Locator
  readonly detail: Locator
  readonly transitions: Locator
  readonly heldBack: Locator
  readonly heldBackNews: Locator
  readonly state: Locator
  readonly kind: Locator
  readonly title: Locator
  readonly shown: Locator
  readonly chosen: Locator
  readonly figures: Locator
  private readonly tabs: Locator

  constructor(page: Page) {
    this.tabs = page.getByRole('tablist', { name: 'Jobs' })
    this.table = page.getByRole('table', { name: 'Jobs' })
    this.count = page.getByRole('status', { name: 'Job count' })
    this.detail = page.getByRole('dialog')
    this.transitions = this.detail.getByRole('list', { name: 'Timeline' }).getByRole('listitem')
    this.heldBack = page.getByRole('list', { name: 'Waits for the machine' }).getByRole('listitem')
    this.heldBackNews = page.getByRole('status', { name: 'Held back work' })
    this.state = page.getByRole('combobox', { name: 'State' })
    this.kind = page.getByRole('combobox', { name: 'Kind' })
    this.title = page.getByRole('searchbox', { name: 'Title' })
    this.shown = page.getByRole('status', { name: 'Jobs shown' })
    this.chosen = page.getByRole('region', { name: 'Chosen jobs' })
    this.figures = page.getByRole('table', { name: 'How background work went' })
  }

  row(title: string): Locator {
    return this.table.getByRole('row').filter({ hasText: title })
  }

  choice(title: string): Locator {
    return this.table.getByRole('checkbox', { name: `Choose ${title}` })
  }

  tab(name: 'List' | 'Figures'): Locator {
    return this.tabs.getByRole('tab', { name })
  }

  async open(title: string): Promise<void> {
    await this.row(title)
      .first()
      .getByRole('button', { name: `Details of ${title}` })
      .click()
    await this.detail.waitFor()
  }
}
