// What a person feels in the window with 100,000 jobs and 20,000 generations: `npx node bench/desktop/run.ts [--data FOLDER] [--json]`.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from '@playwright/test'
import { startHost } from '../../e2e/host-process.ts'
import { findChromium, findHeadlessShell } from '../../scripts/chromium.mjs'
import { quantile } from '../quantile.ts'
import { answeredAfter, loadedUntil, longTasks, scrolled } from './in-page.ts'
import { seed } from './seed.ts'

const { values } = parseArgs({ options: { data: { type: 'string' }, json: { type: 'boolean' } } })
const SIZE = { jobs: 100_000, generations: 20_000 }
const ROUNDS = 5
/** CSS pixels in four seconds. */
const SCROLLED = 16_000
const WORDS = ['harbour', 'lantern', 'orchard', 'contract', 'bridge report', 'meadow', 'station', 'coast']
const COMPOSE_USABLE = '[role="textbox"], textarea'
const renderer = join(import.meta.dirname, '..', '..', 'out', 'renderer')

async function startServer(): Promise<{ port: number; stop: () => void }> {
  const file = join(import.meta.dirname, '..', 'stream', 'server.ts')
  const child: ChildProcess = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] })
  if (child.stdout === null) throw new Error('no output of the server')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { port: Number(line), stop: () => child.stdin?.end() }
}

/** JavaScript that the page fetches until it can be used, gzip, bytes: without what it fetches afterwards, when nothing else happens. */
async function initialScripts(browser: Browser, url: string): Promise<number> {
  const page = await freshPage(browser, 'compose')
  await page.addInitScript('globalThis.requestIdleCallback = () => 0')
  await loadedUntil(page, url, COMPOSE_USABLE)
  const names = await page.evaluate<string[]>("performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)")
  const scripts = [...new Set(names)].filter((name) => name.endsWith('.js') && existsSync(join(renderer, name)))
  await page.context().close()
  return scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(renderer, name))).length, 0)
}

async function freshPage(browser: Browser, view: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } })
  const page = await context.newPage()
  await page.addInitScript(`localStorage.setItem('tidegate.view', ${JSON.stringify(JSON.stringify(view))})`)
  return page
}

async function starts(browser: Browser, url: string): Promise<Record<string, number>> {
  const times: { compose: number[]; jobs: number[] } = { compose: [], jobs: [] }
  // The first fills the caches of the host, as any use of it does.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const view of ['compose', 'jobs'] as const) {
      const page = await freshPage(browser, view)
      const took = await loadedUntil(page, url, view === 'compose' ? COMPOSE_USABLE : '.jobs-table .link-button')
      if (round > 0) times[view].push(took)
      await page.context().close()
    }
  }
  return {
    composeUsableMs: quantile(times.compose, 0.5),
    jobsUsableMs: quantile(times.jobs, 0.5),
    initialScriptKbGzip: (await initialScripts(browser, url)) / 1_000,
  }
}

async function list(browser: Browser, url: string): Promise<Record<string, number>> {
  const page = await freshPage(browser, 'jobs')
  await loadedUntil(page, url, '.jobs-table .link-button')
  const read = await longTasks(page)
  const runs = []
  for (let round = 0; round < 3; round += 1) runs.push(await scrolled(page, '.jobs-table .vtable-body', SCROLLED))
  const scrollTasks = await read()
  const search = page.getByRole('searchbox')
  const searches: number[] = []
  for (const word of WORDS) {
    searches.push(await answeredAfter(page, () => search.fill(word), '[aria-label="Job count"]'))
    await answeredAfter(page, () => search.fill(''), '[aria-label="Job count"]')
  }
  const filters: number[] = []
  for (const index of [2, 3, 4, 5, 0]) {
    filters.push(await answeredAfter(page, () => page.locator('.scope').nth(index).click(), '[aria-label="Job count"]'))
  }
  await page.context().close()
  return {
    scrollFps: quantile(
      runs.map(({ fps }) => fps),
      0.5,
    ),
    scrollLongestGapMs: Math.max(...runs.map(({ longestGapMs }) => longestGapMs)),
    scrollLongTasks: scrollTasks.length,
    searchMedianMs: quantile(searches, 0.5),
    searchWorstMs: Math.max(...searches),
    filterMedianMs: quantile(filters, 0.5),
    filterWorstMs: Math.max(...filters),
  }
}

/** What this machine can draw at all: the same scrolling over as many rows of plain text that are all there, without a script. */
async function bareFrames(browser: Browser): Promise<Record<string, number>> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } })
  const row = '<p>A line as long as those of the list of jobs are, with two or three words more than one would expect</p>'
  const style = 'main { height: 700px; overflow: auto } p { height: 51px; margin: 0; border-bottom: 1px solid silver }'
  await page.setContent(`<style>${style}</style><main>${row.repeat(400)}</main>`)
  const runs = []
  for (let round = 0; round < 3; round += 1) {
    runs.push((await scrolled(page, 'main', SCROLLED)).fps)
    await page.locator('main').evaluate('(main) => main.scrollTo(0, 0)')
  }
  await page.close()
  return { bareFps: quantile(runs, 0.5) }
}

/** A draft at 200 tokens a second, seen in Compose and then behind the charts of Resources. */
async function streaming(browser: Browser, url: string): Promise<Record<string, number>> {
  const page = await freshPage(browser, 'compose')
  await loadedUntil(page, url, COMPOSE_USABLE)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Write about the harbour of a small town. tokens=4000 delay=5')
  await page.getByRole('button', { name: 'Generate' }).click()
  await page.getByText(/w20 /).first().waitFor()
  const read = await longTasks(page)
  // The length of the measurement, not a wait for something.
  await page.waitForTimeout(6_000)
  const inCompose = await read()
  await page.keyboard.press('Control+4')
  await page.locator('.chart-plot').first().waitFor()
  // As above.
  await page.waitForTimeout(8_000)
  const all = await read()
  const stillStreams = await page.getByText(/w3999 /).count()
  await page.context().close()
  return {
    longTasksInCompose: inCompose.length,
    longTasksInResources: all.length - inCompose.length,
    longestTaskMs: Math.max(0, ...all),
    streamEndedEarly: stillStreams,
  }
}

const server = await startServer()
const dataDir = values.data ?? mkdtempSync(join(tmpdir(), 'tidegate-desktop-'))
if (values.data === undefined) {
  process.stderr.write(`Filling ${dataDir} …\n`)
  seed(dataDir, SIZE)
}
const local = {
  id: 'local',
  kind: 'openai-compatible',
  baseUrl: `http://127.0.0.1:${server.port}/v1`,
  model: 'test-model',
  contextTokens: 128_000,
}
writeFileSync(join(dataDir, 'config.json'), JSON.stringify({ machine: { cpuSaturatedPct: 101, memoryReserveMb: 0 }, providers: [local] }))
const executablePath = findHeadlessShell() ?? findChromium()
if (executablePath === null) throw new Error('No Chromium found. Install one, or name it with TIDEGATE_CHROMIUM.')
const host = await startHost(dataDir)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
try {
  const { url } = host
  const [load = 0] = loadavg()
  // What others do on the machine is in every figure: frames and waits above all.
  if (load > cpus().length)
    process.stderr.write(
      `The machine is busy (load ${load.toFixed(1)} on ${cpus().length} cores): the figures say more of that than of the app.\n`,
    )
  const measured = {
    loadBefore: load,
    ...(await starts(browser, url)),
    ...(await bareFrames(browser)),
    ...(await list(browser, url)),
    ...(await streaming(browser, url)),
  }
  const rounded = Object.fromEntries(Object.entries(measured).map(([name, value]) => [name, Math.round(value * 10) / 10]))
  process.stdout.write(values.json === true ? `${JSON.stringify(rounded)}\n` : table(rounded))
} finally {
  await browser.close()
  await host.stop()
  server.stop()
  if (values.data === undefined) rmSync(dataDir, { recursive: true, force: true })
}

function table(figures: Readonly<Record<string, number>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(24)} ${value}\n`)
    .join('')
}
