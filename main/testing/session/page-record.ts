import type { Page } from 'playwright-core'

/** What a page says of itself while it runs. */
export interface PageRecord {
  problems(): readonly string[]
  lines(): readonly string[]
}

export function recordPage(page: Page): PageRecord {
  const problems: string[] = []
  const lines: string[] = []
  page.on('pageerror', (error) => {
    problems.push(error.message)
    lines.push(`uncaught: ${error.message}`)
  })
  page.on('console', (message) => {
    lines.push(`${message.type()}: ${message.text()}`)
    if (message.type() === 'error') problems.push(message.text())
  })
  return { problems: () => problems, lines: () => lines }
}
