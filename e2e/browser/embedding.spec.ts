import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base, expect } from '../fixtures.ts'
import { startOllamaServer } from '../services/index.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { Shell } from './pages/shell.ts'
import { seriousFindings } from './serious-findings.ts'

/** Like `test`, with a provider on this machine that can embed. */
const test = base.extend<{ ollama: Awaited<ReturnType<typeof startOllamaServer>> }>({
  // biome-ignore lint/correctness/noEmptyPattern: the test runner reads the dependencies off this pattern.
  ollama: async ({}, use) => {
    const server = await startOllamaServer({ models: ['llama3.2:1b', 'nomic-embed-text'] })
    await use(server)
    await server.stop()
  },
  config: async ({ ollama }, use) =>
    use({
      providers: [{ id: 'mine', kind: 'ollama', baseUrl: ollama.url, model: 'llama3.2:1b' }],
      // What is embedded waits for a machine that is not busy; the test machine may be as busy as it likes.
      machine: { cpuSaturatedPct: 101 },
    }),
})

test('who reads the meaning of sources is chosen among the models of this machine, and taken back', async ({ page, host }) => {
  const settings = new SettingsPage(page)
  const saved = (): unknown => JSON.parse(readFileSync(join(host.dataDir, 'config.json'), 'utf8')).sources?.embedding ?? null
  await new Shell(page).ready()
  await settings.open('Models')
  const form = page.getByRole('form', { name: 'Search of sources' })
  const card = page.getByRole('region', { name: 'Search of sources' })
  await expect(card).toContainText('By words alone')
  await form.getByLabel('Meaning is read by').selectOption('mine')
  await expect(form.getByRole('button', { name: 'Save' })).toBeDisabled()
  await form.getByRole('button', { name: 'Use the model nomic-embed-text:latest' }).click()
  expect(await seriousFindings(page, 'all')).toEqual([])
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(card).toContainText('nomic-embed-text:latest of mine, a local provider')
  await expect.poll(saved).toEqual({ provider: 'mine', model: 'nomic-embed-text:latest' })
  await expect.poll(() => card.textContent()).toMatch(/By words and meaning/)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(card).toContainText('By words alone')
  await expect.poll(saved).toBeNull()
})
