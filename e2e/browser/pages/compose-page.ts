import { expect, type Locator, type Page } from '@playwright/test'

/** Files of the sample workspace. */
const SAMPLES = 4

/** The Compose view by role and name. */
export class ComposePage {
  readonly prompt: Locator
  readonly label: Locator
  readonly findings: Locator
  /** The finding that is chosen in the list. */
  readonly chosenFinding: Locator
  /** What can be done about a finding or a selection. */
  readonly actions: Locator
  readonly sources: Locator
  readonly template: Locator
  readonly route: Locator
  readonly treatAs: Locator
  readonly localOnly: Locator
  /** What will happen, in a line. */
  readonly gate: Locator
  /** The same, as a listener is told it. */
  readonly preview: Locator
  readonly why: Locator
  readonly generate: Locator
  readonly stop: Locator
  readonly draft: Locator
  readonly draftText: Locator
  /** The part of the draft that scrolls. */
  readonly draftScroll: Locator
  readonly citations: Locator
  readonly sourcePanel: Locator
  readonly egress: Locator
  readonly record: Locator
  readonly historyButton: Locator
  readonly history: Locator

  constructor(page: Page) {
    this.prompt = page.getByRole('textbox', { name: 'Prompt' })
    this.label = page.getByRole('status', { name: 'Sensitivity label' })
    this.findings = page.getByRole('listbox', { name: 'Findings' })
    this.chosenFinding = this.findings.getByRole('option', { selected: true })
    this.actions = page.getByRole('dialog')
    this.sources = page.getByRole('list', { name: 'Stored sources' })
    this.template = page.getByRole('combobox', { name: 'Template' })
    this.route = page.getByRole('combobox', { name: 'Route' })
    this.treatAs = page.getByRole('combobox', { name: 'Treat as' })
    this.localOnly = page.getByRole('switch', { name: 'Local only' })
    this.gate = page.getByRole('region', { name: 'Where it would run' })
    this.preview = page.getByRole('status', { name: 'Decision preview' })
    this.why = page.getByRole('button', { name: 'Why', exact: true })
    this.generate = page.getByRole('button', { name: 'Generate' })
    this.stop = page.getByRole('button', { name: 'Stop' })
    this.draft = page.getByRole('region', { name: 'Draft', exact: true })
    this.draftText = page.getByRole('article', { name: 'Draft text' })
    this.draftScroll = page.getByRole('region', { name: 'Draft and its record' })
    this.citations = this.draftText.getByRole('button', { name: /^Citation \d+/ })
    this.sourcePanel = page.getByRole('complementary', { name: 'Source of citation' })
    this.egress = page.getByRole('region', { name: 'What left this machine' })
    this.record = page.getByRole('region', { name: 'About this draft' })
    this.historyButton = page.getByRole('button', { name: 'History', exact: true })
    this.history = page.getByRole('complementary', { name: 'History' })
  }

  source(name: string | RegExp): Locator {
    return this.sources.getByRole('checkbox', { name })
  }

  /** A new data folder gets its samples while the page is already there, one after the other. */
  async samplesAdded(): Promise<void> {
    await expect(this.sources.getByRole('checkbox')).toHaveCount(SAMPLES)
  }

  /** Takes every source out of the request, so that only the prompt counts. */
  async useNoSources(): Promise<void> {
    await this.samplesAdded()
    const none = this.sources.page().getByRole('button', { name: 'Use none' })
    if (await none.isVisible()) await none.click()
    await expect(this.sources.getByRole('checkbox', { checked: true })).toHaveCount(0)
  }

  /** The families of findings that are painted in the prompt, and `active` when one of them is pointed out. */
  paintedKinds(): Promise<string[]> {
    return this.prompt.evaluate(() =>
      [...CSS.highlights].flatMap(([name, highlight]) => (highlight.size > 0 ? [name.replace('finding-', '')] : [])).sort(),
    )
  }

  /** Presses a key at the beginning of the prompt again and again; gives ms from each key to the frame after it. */
  async keyToPaint(count: number): Promise<number[]> {
    await this.prompt.evaluate((field: HTMLTextAreaElement) => {
      field.focus()
      field.setSelectionRange(0, 0)
      const times: number[] = []
      const measure = ({ timeStamp }: KeyboardEvent): void => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => times.push(performance.now() - timeStamp)
        requestAnimationFrame(() => port2.postMessage(null))
      }
      const page = globalThis as unknown as { keyTimes: number[]; measureKey?: typeof measure }
      if (page.measureKey !== undefined) field.removeEventListener('keydown', page.measureKey)
      field.addEventListener('keydown', measure)
      Object.assign(page, { keyTimes: times, measureKey: measure })
    })
    const measured = () => this.prompt.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes)
    for (let index = 0; index < count; index += 1) {
      await this.prompt.press('k')
      await expect.poll(async () => (await measured()).length).toBe(index + 1)
    }
    return measured()
  }
}
