import type { Locator, Page } from '@playwright/test'

export type RoutingTab = 'Decisions' | 'Outcomes' | 'Costs' | 'Try other rules' | 'What was learnt' | 'Experiments' | 'Changes'

/** The Routing view by role and name. */
export class RoutingPage {
  readonly decisions: Locator
  readonly count: Locator
  readonly filter: Locator
  /** The decision that is open. */
  readonly detail: Locator
  readonly again: Locator
  readonly madeAgain: Locator
  readonly weights: Locator
  readonly simulate: Locator
  readonly result: Locator
  readonly totals: Locator
  readonly wouldChange: Locator
  readonly preference: Locator
  readonly models: Locator
  readonly learning: Locator
  readonly corrections: Locator
  readonly experimentForm: Locator
  readonly changes: Locator
  readonly confirm: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.decisions = page.getByRole('table', { name: 'Decisions' })
    this.count = page.getByRole('status', { name: 'Decision count' })
    this.filter = page.getByRole('search', { name: 'Filter of the decisions' })
    this.detail = page.getByRole('dialog')
    this.again = page.getByRole('button', { name: 'Make it again with the present rules' })
    this.madeAgain = page.getByRole('status', { name: 'Made again' })
    this.weights = page.getByRole('region', { name: 'Weights' })
    this.simulate = page.getByRole('button', { name: 'Simulate' })
    this.result = page.getByRole('status', { name: 'Result of the simulation' })
    this.totals = page.getByRole('table', { name: 'Totals before and after' })
    this.wouldChange = page.getByRole('list', { name: 'Changes', exact: true })
    this.preference = page.getByRole('combobox', { name: 'What matters most' })
    this.models = page.getByRole('table', { name: 'Measured models' })
    this.learning = page.getByRole('region', { name: 'Learning' })
    this.corrections = page.getByRole('list', { name: 'Corrections' })
    this.experimentForm = page.getByRole('form', { name: 'Start an experiment' })
    this.changes = page.getByRole('list', { name: 'Changes', exact: true }).locator('> li')
    this.confirm = page.getByRole('alertdialog')
  }

  async open(tab: RoutingTab): Promise<void> {
    await this.page.getByRole('tab', { name: tab, exact: true }).click()
  }

  row(title: string): Locator {
    return this.decisions.getByRole('row').filter({ hasText: title })
  }

  /** The way to the explanation of a request. */
  why(title: string): Locator {
    return this.decisions.getByRole('button', { name: `Why ${title}` })
  }

  /** A weight as a figure. */
  weight(name: string): Locator {
    return this.weights.getByRole('spinbutton', { name: `${name}, as a figure` })
  }

  slider(name: string): Locator {
    return this.weights.getByRole('slider', { name })
  }

  experiment(id: string): Locator {
    return this.page.getByRole('region', { name: `Experiment ${id}` })
  }
}
