import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import type { HostOptions } from './fixtures.ts'

/** The same specs on both hosts. Electron mode runs on an Electron binary where one is found, else on the stand-in; each run says which. */
export default defineConfig<HostOptions>({
  testDir: '.',
  globalSetup: ['../scripts/build-for-tests.mjs', './electron-under-test.ts'],
  testMatch: ['{browser,electron,headless,scenarios,visual}/**/*.spec.ts'],
  outputDir: '../test-results/e2e',
  timeout: 45_000,
  expect: { timeout: 10_000 },
  workers: Math.max(2, Math.min(4, availableParallelism())),
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  reporter: [['line'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? '../test-results/e2e.json' }]],
  use: {
    viewport: { width: 1280, height: 860 },
    // What happened and what the page was; a film of every test would cost more than the tests.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    screenshot: 'only-on-failure',
    video: 'off',
  },
  projects: [
    { name: 'headless', testIgnore: ['**/electron/**', '**/visual/**'], use: { hostKind: 'headless' } },
    { name: 'electron', testIgnore: ['**/headless/**', '**/visual/**'], use: { hostKind: 'electron' } },
    { name: 'visual', testMatch: 'visual/**/*.spec.ts' },
  ],
})
