import type { Locator, Page } from '@playwright/test'
import { type SavedFile, savedFile } from './saved-file.ts'

/** Templates, versions, exports and comparisons of the Compose view, by role and name. */
export class DraftPage {
  readonly page: Page
  readonly details: Locator
  readonly edit: Locator
  readonly editor: Locator
  readonly keep: Locator
  readonly versionsButton: Locator
  readonly versions: Locator
  readonly changes: Locator
  readonly search: Locator
  readonly results: Locator
  readonly compareRoutes: Locator
  readonly comparison: Locator

  constructor(page: Page) {
    this.page = page
    this.details = page.getByRole('button', { name: /^Details for/ })
    this.edit = page.getByRole('button', { name: 'Edit draft' })
    this.editor = page.getByRole('textbox', { name: 'Text of the draft' })
    this.keep = page.getByRole('button', { name: 'Keep as a new version' })
    this.versionsButton = page.getByRole('button', { name: /^Versions: / })
    this.versions = page.getByRole('complementary', { name: 'Versions' })
    this.changes = page.getByRole('region', { name: 'Changes' })
    this.search = page.getByRole('searchbox', { name: 'Search requests, drafts and sources' })
    this.results = page.getByRole('list', { name: 'Search results' })
    this.compareRoutes = page.getByRole('button', { name: 'Compare routes' })
    this.comparison = page.getByRole('dialog', { name: 'Compare two routes' })
  }

  field(name: string): Locator {
    return this.page.getByRole('region', { name: 'Details of the template' }).getByLabel(name, { exact: true })
  }

  /** A button of the editor. */
  tool(name: string): Locator {
    return this.page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name })
  }

  choice(name: string): Locator {
    return this.page.getByRole('combobox', { name, exact: true })
  }

  /** Saves the draft in view. */
  save(format: string): Promise<SavedFile> {
    return savedFile(this.page, async () => {
      await this.page.getByRole('button', { name: 'Export' }).click()
      await this.page.getByRole('menuitem', { name: format }).click()
    })
  }
}
