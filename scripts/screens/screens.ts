import type { Page } from '@playwright/test'

/** One picture: `show` leaves the page as it is to be taken. `isView`: a view as it opens, which is taken in the small window too. */
export interface Screen {
  readonly name: string
  readonly isView?: true
  show(page: Page): Promise<void>
}

const goTo = async (page: Page, number: number): Promise<void> => {
  await page.keyboard.press(`Control+${number}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}
const tab = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click()

async function write(page: Page, prompt: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Prompt' }).fill(prompt)
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
}

export const SCREENS: readonly Screen[] = [
  {
    name: 'compose',
    isView: true,
    async show(page) {
      await goTo(page, 1)
      await page.getByRole('combobox', { name: 'Template' }).selectOption('summary')
      await page.getByRole('combobox', { name: 'Route' }).selectOption('auto')
      const all = page.getByRole('button', { name: 'Use all' })
      // One of the two is there as soon as the sources are.
      await all.or(page.getByRole('button', { name: 'Use none' })).waitFor()
      if (await all.isVisible()) await all.click()
      await write(page, 'Summarise the launch plan for the board. Copy in margaret.ellison@northfield.example.')
      await page.locator('.draft-text .marker').first().waitFor()
      await page.getByText(/nothing left this machine/i).waitFor()
    },
  },
  {
    name: 'compose-hybrid',
    async show(page) {
      await page.getByRole('button', { name: 'Use none' }).click()
      await page.getByRole('combobox', { name: 'Template' }).selectOption('email')
      await page.getByRole('combobox', { name: 'Route' }).selectOption('hybrid')
      await write(page, 'Write an e-mail to Margaret Ellison (margaret.ellison@northfield.example): the pilot sensor arrives on 14 May.')
      await page
        .getByText(/B sent/)
        .first()
        .waitFor()
      await page.getByRole('button', { name: 'Generate', exact: true }).waitFor()
    },
  },
  {
    name: 'jobs',
    isView: true,
    async show(page) {
      await goTo(page, 1)
      await page.getByRole('combobox', { name: 'Route' }).selectOption('local')
      for (const part of ['the north', 'the islands', 'the south']) {
        await write(page, `Write a guide for harbours of ${part}.`)
        await page
          .getByText('Asking the gate…')
          .or(page.getByRole('button', { name: 'Stop' }))
          .first()
          .waitFor()
      }
      await goTo(page, 2)
      await page.getByText('guide for harbours of the north').first().waitFor()
    },
  },
  {
    name: 'jobs-figures',
    async show(page) {
      await tab(page, 'Figures')
      await page.getByText('Mean wait').first().waitFor()
    },
  },
  {
    name: 'privacy',
    isView: true,
    async show(page) {
      await goTo(page, 3)
      await page
        .getByRole('button', { name: /View payload/ })
        .first()
        .waitFor()
    },
  },
  {
    name: 'privacy-payload',
    async show(page) {
      await page
        .getByRole('button', { name: /View payload/ })
        .first()
        .click()
      await page.getByRole('dialog').getByRole('button', { name: 'Compared with the original' }).click()
    },
  },
  {
    name: 'resources',
    isView: true,
    async show(page) {
      await goTo(page, 4)
      // The charts want a few samples.
      await page.waitForTimeout(4_000)
    },
  },
  {
    name: 'routing',
    isView: true,
    async show(page) {
      await goTo(page, 5)
      await page.getByText('launch plan for the board').first().waitFor()
    },
  },
  {
    name: 'routing-costs',
    async show(page) {
      await tab(page, 'Costs')
      await page.getByRole('table').or(page.locator('.chart-plot')).first().waitFor()
    },
  },
  {
    name: 'testing',
    isView: true,
    async show(page) {
      await goTo(page, 6)
      await page.getByRole('heading', { name: 'Run scenarios' }).waitFor()
      await page.getByText('a citation opens the passage').first().waitFor()
    },
  },
  { name: 'settings', isView: true, show: (page) => goTo(page, 7) },
  {
    name: 'commands',
    async show(page) {
      await goTo(page, 1)
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('combobox').fill('dark')
    },
  },
]

export const FIRST_STEPS: readonly Screen[] = [
  {
    name: 'first-steps',
    async show(page) {
      await page.getByRole('heading', { name: 'A gate for everything you write' }).first().waitFor()
    },
  },
]
