import { expect, type Locator, type Page } from '@playwright/test'

/** Stops that one may have to pass: more of them, and a task cannot be said to be done by keyboard. */
const MOST_STOPS = 90

/** Hands that know no mouse. */
export class Keyboard {
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Walks by Tab, or back, until a control has the focus; the focus is never lost on the way, and can be seen at the end. */
  async walkTo(control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await expect(control).toBeVisible()
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      if (await hasFocus(control)) return this.expectFocus(control)
      await this.page.keyboard.press(key)
    }
    throw new Error(`${MOST_STOPS} times ${key} did not lead to ${String(control)}; the focus is on ${await this.whereIsFocus()}.`)
  }

  /** The control has the focus, is in the window, and its focus can be seen. */
  async expectFocus(control: Locator): Promise<void> {
    await expect(control).toBeFocused()
    await expect(control).toBeInViewport()
    await expect.poll(() => control.evaluate(focusIsDrawn), { message: `the focus on ${String(control)} can be seen` }).toBe(true)
  }

  /** The focus is somewhere: on a part of the page, and not on the page as a whole. */
  async expectNotLost(): Promise<void> {
    await expect.poll(() => this.whereIsFocus(), { message: 'the focus is lost' }).not.toBe('body')
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  private whereIsFocus(): Promise<string> {
    return this.page.evaluate(() => {
      const at = document.activeElement
      if (at === null || at === document.body) return 'body'
      return `${at.tagName.toLowerCase()} “${(at.getAttribute('aria-label') ?? at.textContent ?? '').trim().slice(0, 60)}”`
    })
  }
}

function hasFocus(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element === document.activeElement)
}

/** An outline or an inner frame on the control, on what its label draws for it, or on what is around it. */
function focusIsDrawn(element: Element): boolean {
  if (!element.matches(':focus-visible')) return false
  const frames = [element, element.nextElementSibling, element.parentElement, element.parentElement?.parentElement ?? null]
  return frames.some((frame) => {
    if (frame === null || frame === document.body) return false
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(frame)
    const isOutlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 && !/, 0\)$|\/ 0\)$|transparent/.test(outlineColor)
    // A frame that is drawn inside is one of focus; cards have a shadow around them at all times.
    return isOutlined || (frame.matches(':focus-within') && boxShadow.includes('inset'))
  })
}
