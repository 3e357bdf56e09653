import type { Page } from '@playwright/test'

// What runs in the page is given as text: this side knows no document.

/** ms from the beginning of the load to the moment at which this can be used, as the page's own clock has it. */
export async function loadedUntil(page: Page, url: string, selector: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' })
  // What was found in a frame is seen and can be used in the next.
  return page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      const element = document.querySelector(${JSON.stringify(selector)})
      if (element === null || element.matches(':disabled')) requestAnimationFrame(look)
      else requestAnimationFrame(() => resolve(performance.now()))
    }
    look()
  })`)
}

/** ms from an input to the moment at which the text of `watched` has changed and is painted. */
export async function answeredAfter(page: Page, act: () => Promise<void>, watched: string): Promise<number> {
  await page.evaluate(`globalThis.answered = new Promise((resolve) => {
    let since = null
    const begin = (event) => { since ??= event.timeStamp }
    for (const type of ['input', 'change']) document.addEventListener(type, begin, { capture: true, once: true })
    const text = () => document.querySelector(${JSON.stringify(watched)})?.textContent
    const before = text()
    const look = () => {
      if (since === null || text() === before) requestAnimationFrame(look)
      else requestAnimationFrame(() => resolve(performance.now() - since))
    }
    requestAnimationFrame(look)
  }); 0`)
  await act()
  return page.evaluate<number>('globalThis.answered')
}

/** Frames a second that the compositor drew while a list was scrolled for some seconds, and the longest gap between two (ms), from a trace. */
export async function scrolled(
  page: Page,
  selector: string,
  distance: number,
): Promise<{ fps: number; longestGapMs: number; seconds: number }> {
  const box = await page.locator(selector).boundingBox()
  if (box === null) throw new Error(`${selector} is not seen`)
  const client = await page.context().newCDPSession(page)
  const draws: number[] = []
  client.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) {
      const { name, ts } = event as { name?: unknown; ts?: unknown }
      if (name === 'DrawFrame' && typeof ts === 'number') draws.push(ts / 1_000)
    }
  })
  await client.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame'] },
  })
  await client.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: -distance,
    speed: distance / 4,
    gestureSourceType: 'mouse',
    preventFling: true,
  })
  const done = new Promise<void>((resolve) => client.once('Tracing.tracingComplete', () => resolve()))
  await client.send('Tracing.end')
  await done
  draws.sort((a, b) => a - b)
  const [first = 0] = draws
  const last = draws.at(-1) ?? first
  const gaps = draws.slice(1).map((at, index) => at - (draws[index] ?? at))
  return {
    fps: ((draws.length - 1) / (last - first)) * 1_000,
    longestGapMs: Math.max(0, ...gaps),
    seconds: (last - first) / 1_000,
  }
}

/** Begins to collect tasks of the page that took longer than 50 ms; call what it gives to read them, ms. */
export async function longTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(`globalThis.longTasksFound = []
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longTasksFound.push(duration)
  }).observe({ entryTypes: ['longtask'] })`)
  return () => page.evaluate<number[]>('globalThis.longTasksFound')
}
