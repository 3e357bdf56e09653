import type { Locator, Page } from '@playwright/test'

export type PrivacyTab = 'Egress ledger' | 'Policy' | 'Your rules' | 'Findings'

/** The Privacy view by role and name. */
export class PrivacyPage {
  readonly localOnly: Locator
  readonly ledger: Locator
  /** The requests in view. */
  readonly entries: Locator
  readonly totals: Locator
  readonly dialog: Locator
  readonly verify: Locator
  readonly verification: Locator
  readonly privateRules: Locator
  readonly dismissals: Locator
  readonly ruleForm: Locator
  readonly testText: Locator
  readonly testResult: Locator
  readonly allowedRoutes: Locator
  readonly notice: Locator
  /** What the policy that is being edited would have changed. */
  readonly simulation: Locator
  readonly save: Locator
  readonly policyChanges: Locator
  readonly findings: Locator
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.localOnly = page.getByRole('switch', { name: 'Local only for every request' })
    this.ledger = page.getByRole('region', { name: 'Egress ledger' })
    this.entries = this.ledger
      .getByRole('table', { name: 'Egress ledger' })
      .getByRole('row')
      .filter({ has: page.getByRole('cell') })
    this.totals = page.getByRole('region', { name: /^Totals/ })
    this.dialog = page.getByRole('dialog')
    this.verify = page.getByRole('button', { name: 'Verify chain' })
    this.verification = page.getByRole('status', { name: 'Verification result' })
    this.privateRules = page.getByRole('region', { name: 'Words and patterns that are private' })
    this.dismissals = page.getByRole('region', { name: 'Marked as not private' })
    this.ruleForm = page.getByRole('form', { name: 'Add a rule' })
    this.testText = page.getByRole('textbox', { name: 'Text to test' })
    this.testResult = page.getByRole('region', { name: 'Result', exact: true })
    this.allowedRoutes = page.getByRole('list', { name: 'Allowed routes' })
    this.simulation = page.getByRole('status', { name: 'Result of the simulation' })
    this.save = page.getByRole('button', { name: 'Save the policy' })
    this.policyChanges = page.getByRole('region', { name: 'Changes of the policy' })
    this.findings = page.getByRole('region', { name: 'Findings', exact: true })
    this.notice = page.getByRole('status', { name: 'Notice' })
  }

  async open(tab: PrivacyTab): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click()
  }

  /** The request with this verdict. */
  entry(verdict: string): Locator {
    return this.entries.filter({ has: this.page.getByText(verdict, { exact: true }) })
  }

  /** The rule of one label. */
  rule(label: 'Public' | 'Internal' | 'Confidential' | 'Restricted'): Locator {
    return this.page.getByRole('group', { name: new RegExp(`^${label}`) })
  }

  choice(label: 'Public' | 'Internal' | 'Confidential' | 'Restricted', choice: string): Locator {
    return this.rule(label).getByRole('radio', { name: choice })
  }
}
