import type { Page } from '@playwright/test'
import { TARGET_STATES } from '#contracts/scenario.ts'
import type { AgentReach } from '../../main/testing/drivers/agent-server.ts'
import { openAgentTools } from '../../main/testing/drivers/agent-tools.ts'
import { disagreements } from '../../main/testing/drivers/disagreements.ts'
import { type McpDriver, openMcpDriver } from '../../main/testing/drivers/mcp-driver.ts'
import { createPageDriver } from '../../main/testing/drivers/page-driver.ts'
import { type Driver, runScenario } from '../../main/testing/runner/index.ts'
import { openAttachableBrowsers } from '../../main/testing/session/browser-windows.ts'
import { findBrowser } from '../../main/testing/session/executables.ts'
import { Undo } from '../../main/testing/session/undo.ts'
import { test as base, expect } from '../fixtures.ts'

/** Every kind of control, hidden and shown, and names that could be taken for something else. */
const SCREEN = `
<main aria-label="Main">
  <h1>Harbour</h1>
  <button>Save it</button><button hidden>Save hidden</button><button style="visibility:hidden">Unseen</button><button disabled>Closed</button>
  <button aria-label='Say "now" \\ [active] (x) >> y'>odd</button>
  <button aria-expanded="false" id="fold" onclick="this.setAttribute('aria-expanded', this.getAttribute('aria-expanded') !== 'true')">Fold</button>
  <button>Twice</button><section aria-label="Aside"><button>Twice</button></section>
  <label><input type="checkbox" checked> Ready</label><label><input type="checkbox"> Later</label>
  <textarea aria-label="Notes">first "line"\n\n  third   line\n### Page\n</textarea>
  <select aria-label="Colour"><option>Red</option><option value="b">Blue</option></select>
  <select aria-label="Days" multiple><option selected>Monday</option><option>Tuesday</option><option selected>Friday</option></select>
  <div role="tablist"><div role="tab" aria-selected="true" tabindex="0">One</div><div role="tab" aria-selected="false" tabindex="-1">Two</div></div>
  <button role="combobox" aria-expanded="false" aria-label="Size" onclick="document.getElementById('sizes').hidden = false">Small</button>
  <ul role="listbox" id="sizes" hidden><li role="option" tabindex="0" onclick="document.querySelector('[aria-label=Size]').textContent = this.textContent">Large</li></ul>
  <p style="display:none">Words here</p><p>Words here, too</p><p hidden>Only in the dark</p>
  <div id="log" aria-live="polite"></div>
</main>
<script>
  addEventListener('keydown', ({ key, ctrlKey }) => { if (key !== 'Control') document.getElementById('log').textContent += (ctrlKey ? 'Control+' : '') + key + ' ' })
</script>`

const TARGETS = [
  { role: 'button', name: 'save' },
  { role: 'button', name: 'Save', exact: true },
  { role: 'button', name: 'Unseen' },
  { role: 'button', name: 'Closed' },
  { role: 'button', name: 'Say "now" \\ [active] (x) >> y' },
  { role: 'button', name: 'Fold' },
  { role: 'button', name: 'Twice' },
  { role: 'button', name: 'Twice', within: { role: 'region', name: 'Aside' } },
  { role: 'button', name: 'Gone' },
  { role: 'checkbox', name: 'Ready' },
  { role: 'checkbox', name: 'Later' },
  { role: 'textbox', name: 'Notes' },
  { role: 'combobox', name: 'Colour' },
  { role: 'combobox', name: 'Size' },
  { role: 'option', name: 'Red' },
  { role: 'option', name: 'Blue' },
  { role: 'option', name: 'Monday' },
  { role: 'option', name: 'Tuesday' },
  { role: 'option', name: 'Friday' },
  { role: 'tab', name: 'One' },
  { role: 'tab', name: 'Two' },
  { role: 'heading' },
]

const REACHES = ['context', 'cdp', 'stdio'] as const
type Reach = (typeof REACHES)[number]

const test = base.extend<{
  /** A browser's window that an agent comes to in one of the ways, with nothing on it. */
  windowFor: (by: Reach) => Promise<{ page: Page; reach: AgentReach }>
  open: (html: string, by?: Reach) => Promise<{ page: Page; byPage: Driver; byMcp: McpDriver }>
}>({
  windowFor: async ({ browserProcess }, use) => {
    const undo = new Undo()
    await use(async (by) => {
      if (by === 'context') {
        const context = await (await browserProcess()).newContext()
        undo.add(() => context.close())
        return { page: await context.newPage(), reach: { by, context } }
      }
      const browsers = await openAttachableBrowsers({ path: findBrowser(process.env).path, shown: false, flags: [] })
      const { page, debugEndpoint } = await browsers.open(undo)
      return { page, reach: { by, endpoint: debugEndpoint ?? '' } }
    })
    await undo.run()
  },
  open: async ({ windowFor }, use) => {
    const opened: McpDriver[] = []
    await use(async (html, by = 'context') => {
      const { page, reach } = await windowFor(by)
      await page.setContent(html)
      const eyes = { capture: () => Promise.reject(new Error('No picture is taken here.')), inaccessible: async () => [] }
      const byMcp = await openMcpDriver(reach, { ...eyes, timeoutMs: 1_000 })
      opened.push(byMcp)
      return { page, byPage: createPageDriver(page, { ...eyes, name: 'headless', timeoutMs: 1_000 }), byMcp }
    })
    for (const driver of opened) await driver.dispose()
  },
})

/** What came of it, in a form that two drivers can be compared by. */
async function outcome(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch {
    return 'could not'
  }
}

for (const by of REACHES)
  test(`both drivers see every control in the same state, reached by ${by}`, async ({ open }) => {
    const { byPage, byMcp } = await open(SCREEN, by)
    const ask = async (driver: Driver) => {
      const seen: Record<string, unknown> = {}
      for (const target of TARGETS) {
        for (const state of TARGET_STATES) seen[`${JSON.stringify(target)} ${state}`] = await outcome(() => driver.isInState(target, state))
        seen[`${JSON.stringify(target)} value`] = await outcome(() => driver.fieldValue(target))
      }
      for (const text of ['Words here', 'words HERE', 'Only in the dark', 'Harbour', 'nowhere']) seen[text] = await driver.sees(text)
      return seen
    }
    const seen = await ask(byPage)
    expect(await ask(byMcp)).toEqual(seen)
    const selected = TARGETS.filter((target) => seen[`${JSON.stringify(target)} selected`] === true).map(({ name }) => name)
    expect(selected).toEqual(['Red', 'Monday', 'Friday', 'One'])
    expect(Object.values(seen)).toEqual(expect.arrayContaining([true, false, 'could not', null]))
  })

for (const by of REACHES)
  test(`both drivers do the same to a screen, reached by ${by}`, async ({ open }) => {
    const act = async (page: Page, driver: Driver) => {
      const could = [
        await outcome(() => driver.click({ role: 'button', name: 'Fold' })),
        await outcome(() => driver.click({ role: 'button', name: 'Say "now" \\ [active] (x) >> y' })),
        await outcome(() => driver.click({ role: 'button', name: 'Twice' })),
        await outcome(() => driver.click({ role: 'button', name: 'Closed' })),
        await outcome(() => driver.click({ role: 'button', name: 'Nowhere' })),
        await outcome(() => driver.fill({ role: 'textbox', name: 'Notes' }, 'new "text"\nof two lines ')),
        await outcome(() => driver.choose({ role: 'combobox', name: 'Colour' }, 'Blue')),
        await outcome(() => driver.choose({ role: 'combobox', name: 'Size' }, 'Large')),
        await outcome(() => driver.choose({ role: 'combobox', name: 'Size' }, 'Huge')),
        await outcome(() => driver.press('Control+2')),
        await outcome(() => driver.waitForText('Words here', 1)),
        await outcome(() => driver.waitUntilGone('Words here', 0.3)),
        await outcome(() => driver.waitUntilGone('Only in the dark', 0.3)),
        await outcome(() => driver.waitForTarget({ role: 'button', name: 'Unseen' }, 0.3)),
      ]
      return { could, screen: await page.locator('main').ariaSnapshot(), notes: await page.getByRole('textbox').inputValue() }
    }
    const one = await open(SCREEN)
    const done = await act(one.page, one.byPage)
    await one.page.close()
    const other = await open(SCREEN, by)
    expect(await act(other.page, other.byMcp)).toEqual(done)
    expect(done.could.filter((did) => did === 'could not')).toHaveLength(6)
  })

test('a screen that only a script could use is seen by the disagreement of the drivers', { tag: '@core' }, async ({ open }) => {
  // It takes what is dropped, and never says that it would: a browser gives it nothing, and events made by a script do.
  const { page, byPage, byMcp } = await open(`<main ondrop="this.append(event.dataTransfer.files[0].name)"><h1>Drop here</h1></main>`)
  const scenario = {
    name: 'file-is-taken',
    title: 'A file that is dropped is taken',
    tags: [],
    providers: [],
    data: [],
    masks: [],
    steps: [{ drop: { file: 'lighthouse.txt', text: 'Built in 1911.', on: { role: 'main' } } }],
    expect: [{ text: 'lighthouse.txt' }],
  }
  const world = {
    lastDecision: async () => null,
    lastDraft: async () => null,
    egress: async () => [],
    jobs: async () => ({ failed: 0, succeeded: 0 }),
    setMachine: () => Promise.reject(new Error('There is no machine here.')),
    setProvider: () => Promise.reject(new Error('There is no provider here.')),
  }
  const baselines = { read: () => null, propose: () => undefined }
  const noPictures = () => Promise.reject(new Error('No picture is taken here.'))
  const judge = (driver: Driver) => runScenario({ scenario, row: null }, { driver, world, baselines, compare: noPictures, now: Date.now })
  const byAgent = await judge(byMcp)
  const byScript = await judge(byPage)
  expect([byScript.status, byAgent.status]).toEqual(['passed', 'failed'])
  expect(disagreements([byScript], [byAgent])).toEqual([
    {
      scenario: 'file-is-taken',
      row: null,
      words: byScript.steps[0]?.words,
      runners: ['headless', 'mcp'],
      statuses: ['passed', 'failed'],
    },
  ])
  expect(disagreements([byScript], [byScript])).toEqual([])
  await page.close()
})

for (const by of REACHES)
  test(`an agent that comes by ${by} is offered nothing that runs code, opens a tab, leaves the app, or reads files`, {
    tag: '@core',
  }, async ({ windowFor }) => {
    const { page, reach } = await windowFor(by)
    await page.setContent('<input type="file" aria-label="File">')
    const tools = await openAgentTools(reach, { actionMs: 1_000 })
    const names = (await tools.list()).map(({ name }) => name)
    expect(names).toContain('browser_click')
    for (const name of ['browser_evaluate', 'browser_run_code_unsafe', 'browser_tabs', 'browser_navigate', 'browser_network_request']) {
      expect(names).not.toContain(name)
      await expect(tools.call(name, { code: '1', function: '() => 1', action: 'new', url: 'about:blank' })).rejects.toThrow(
        'There is no tool',
      )
    }
    const dropped = await tools.call('browser_drop', { target: 'input', paths: ['/etc/hostname'] })
    expect(dropped).toMatchObject({ isError: true, text: expect.stringContaining('denied') })
    expect(page.context().pages()).toEqual([page])
    await tools.dispose()
    // It goes, and the window stays and can be used.
    expect(await page.getByLabel('File').isVisible()).toBe(true)
  })

test('an agent attaches to a browser of this machine only', { tag: '@core' }, async () => {
  for (const by of ['cdp', 'stdio'] as const)
    await expect(openAgentTools({ by, endpoint: 'http://192.0.2.1:9222' }, { actionMs: 1_000 })).rejects.toThrow('of this machine only')
})

test('a browser that nobody can attach to is told by what an agent tries first', async () => {
  for (const by of ['cdp', 'stdio'] as const) {
    const tools = await openAgentTools({ by, endpoint: 'http://127.0.0.1:9' }, { actionMs: 1_000 })
    const answer = await tools.call('browser_snapshot', {})
    await tools.dispose()
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('ECONNREFUSED') })
  }
})
