import type { Locator, Page } from '@playwright/test'

/** The Jobs view by role and name. */
export class JobsPage {
  readonly table: Locator
  readonly count: Locator
  readonly detail: Locator
  readonly transitions: Locator
  readonly heldBack: Locator
  readonly heldBackNews: Locator
  readonly kind: Locator
  readonly search: Locator
  readonly groups: Locator
  readonly chosen: Locator
  readonly figures: Locator
  private readonly tabs: Locator
  private readonly states: Locator

  constructor(page: Page) {
    this.tabs = page.getByRole('tablist', { name: 'Jobs' })
    this.table = page.getByRole('table', { name: 'Jobs' })
    this.count = page.getByRole('status', { name: 'Job count' })
    this.detail = page.getByRole('dialog')
    this.transitions = this.detail.getByRole('list', { name: 'Timeline' }).getByRole('listitem')
    this.heldBack = page.getByRole('list', { name: 'Waits for the machine' }).getByRole('listitem')
    this.heldBackNews = page.getByRole('status', { name: 'Held back work' })
    this.kind = page.getByRole('combobox', { name: 'Kind' })
    this.search = page.getByRole('searchbox', { name: 'Search' })
    this.groups = page.getByRole('combobox', { name: 'Groups' })
    this.states = page.getByRole('group', { name: 'State' })
    this.chosen = page.getByRole('region', { name: 'Chosen jobs' })
    this.figures = page.getByRole('table', { name: 'How background work went' })
  }

  row(title: string): Locator {
    return this.table.getByRole('row').filter({ hasText: title })
  }

  choice(title: string): Locator {
    return this.table.getByRole('checkbox', { name: `Choose ${title}` })
  }

  /** One of the states that the list is narrowed down to. */
  state(name: 'All' | 'Running' | 'Waiting' | 'Failed' | 'Succeeded' | 'Cancelled'): Locator {
    return this.states.getByRole('radio', { name: new RegExp(`^${name}`) })
  }

  /** What moves a job among those that wait. */
  handle(title: string): Locator {
    return this.table.getByRole('button', { name: `Move ${title}` })
  }

  /** Titles from the top. */
  async titles(): Promise<string[]> {
    const labels = await this.table
      .getByRole('button', { name: /^Details of / })
      .evaluateAll((all) => all.map((one) => one.textContent ?? ''))
    return labels
  }

  tab(name: 'List' | 'Locks' | 'Figures'): Locator {
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
