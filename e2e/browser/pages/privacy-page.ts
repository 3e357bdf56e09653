import type { Locator, Page } from '@playwright/test'

/** The Privacy view by role and name. */
export class PrivacyPage {
  readonly policy: Locator
  readonly localOnly: Locator
  readonly ledger: Locator
  readonly verify: Locator
  readonly verification: Locator

  constructor(page: Page) {
    this.policy = page.getByRole('table', { name: 'Routes allowed by label' })
    this.localOnly = page.getByRole('switch', { name: 'Local only for every request' })
    this.ledger = page.getByRole('region', { name: 'Egress ledger' })
    this.verify = page.getByRole('button', { name: 'Verify chain' })
    this.verification = page.getByRole('status', { name: 'Verification result' })
  }

  policyRow(label: string): Locator {
    return this.policy.getByRole('row').filter({ has: this.policy.page().getByRole('rowheader', { name: label }) })
  }
}
