import type { Locator, Page } from 'playwright-core'
import { TidegateError } from '#contracts/errors.ts'
import type { ScenarioTarget, TargetState } from '#contracts/scenario.ts'
import type { RunnerName } from '#contracts/verdict.ts'
import type { Captured } from '../baselines/index.ts'
import type { Driver } from '../runner/index.ts'

// What the functions that are sent to the page find there; the core itself has none of it.
declare const document: { readonly activeElement: unknown }
declare class DataTransfer {
  readonly items: { add(file: File): void }
}

export interface PageDriverOptions {
  readonly name: RunnerName
  /** Takes a picture of the screen at rest. */
  readonly capture: (masks: readonly string[]) => Promise<Captured>
  readonly inaccessible: () => Promise<readonly string[]>
  /** How long one action may take (ms). */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000

/** A driver over a Playwright page, in a browser or an Electron window. A target that is not exactly one control is refused by number. */
export function createPageDriver(page: Page, { name, capture, inaccessible, timeoutMs = TIMEOUT_MS }: PageDriverOptions): Driver {
  const options = { timeout: timeoutMs }
  const seen = (text: string): Locator => page.getByText(text).filter({ visible: true }).first()
  return {
    name,
    click: async (target) => (await only(page, target, timeoutMs)).click(options),
    fill: async (target, text) => (await only(page, target, timeoutMs)).fill(text, options),
    async choose(target, option) {
      const box = await only(page, target, timeoutMs)
      const isNative = await box.evaluate((element) => element.tagName === 'SELECT', undefined, options)
      if (isNative) await box.selectOption({ label: option }, options)
      else {
        await box.click(options)
        await page.getByRole('option', { name: option, exact: true }).click(options)
      }
    },
    press: (keys) => page.keyboard.press(keys),
    async drop({ name: file, text }, on) {
      const at = on === null ? page.locator('body') : await only(page, on, timeoutMs)
      const dataTransfer = await page.evaluateHandle(
        ([fileName, content]) => {
          const transfer = new DataTransfer()
          transfer.items.add(new File([content], fileName, { type: 'text/plain' }))
          return transfer
        },
        [file, text] as const,
      )
      for (const event of ['dragenter', 'dragover', 'drop']) await at.dispatchEvent(event, { dataTransfer })
    },
    waitForText: (text, seconds) => seen(text).waitFor({ state: 'visible', timeout: seconds * 1_000 }),
    waitUntilGone: (text, seconds) => seen(text).waitFor({ state: 'hidden', timeout: seconds * 1_000 }),
    waitForTarget: (target, seconds) =>
      locate(page, target)
        .first()
        .waitFor({ state: 'visible', timeout: seconds * 1_000 }),
    sees: (text) => seen(text).isVisible(),
    isInState: (target, state) => isInState(locate(page, target), state),
    async fieldValue(target) {
      const field = locate(page, target)
      return (await field.count()) === 0 ? null : field.first().inputValue(options)
    },
    picture: capture,
    inaccessible,
  }
}

function locate(page: Page, { role, name, exact = false, within }: ScenarioTarget): Locator {
  const root = within === undefined ? page : page.getByRole(roleOf(within.role), within.name === undefined ? {} : { name: within.name })
  return root.getByRole(roleOf(role), name === undefined ? {} : { name, exact })
}

/** The library's list of roles is closed to the compiler and open at run time: a role that does not exist finds nothing. */
function roleOf(role: string): Parameters<Page['getByRole']>[0] {
  return role as Parameters<Page['getByRole']>[0]
}

async function only(page: Page, target: ScenarioTarget, timeoutMs: number): Promise<Locator> {
  const found = locate(page, target)
  await found.first().waitFor({ state: 'attached', timeout: timeoutMs })
  const visible = found.filter({ visible: true })
  const count = await visible.count()
  if (count > 1)
    throw new TidegateError('BAD_INPUT', `There are ${count} controls of that role and name. Name the part of the screen with "within".`)
  return count === 1 ? visible : found.first()
}

/** Runs in the page. An option of a `<select>` says it by itself, and what ARIA says of one does not count. */
function isSelected(element: {
  readonly tagName: string
  readonly selected?: boolean
  getAttribute(name: string): string | null
}): boolean {
  return element.tagName === 'OPTION' ? element.selected === true : element.getAttribute('aria-selected') === 'true'
}

async function isInState(found: Locator, state: TargetState): Promise<boolean> {
  const count = await found.count()
  if (state === 'hidden') return count === 0 || !(await found.first().isVisible())
  if (count === 0) return false
  const control = found.first()
  switch (state) {
    case 'visible':
      return control.isVisible()
    case 'enabled':
      return control.isEnabled()
    case 'disabled':
      return control.isDisabled()
    case 'checked':
      return control.isChecked()
    case 'unchecked':
      return !(await control.isChecked())
    case 'expanded':
      return (await control.getAttribute('aria-expanded')) === 'true'
    case 'collapsed':
      return (await control.getAttribute('aria-expanded')) === 'false'
    case 'selected':
      return control.evaluate(isSelected)
    case 'focused':
      return control.evaluate((element) => element === document.activeElement)
  }
}
