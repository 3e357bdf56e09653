import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import type { HostOptions } from './fixtures.ts'
import { howMuch } from './how-much.ts'

// The hosts and commands that specs start are compiled once, not once each.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../node_modules/.cache/tidegate-tests')

/** Specs of `browser/` that run in Electron mode where each runs once: those that the host has the most part in. */
const ELECTRON_FIRST_OF_ALL = [
  'draft-editor',
  'drafts',
  'onboarding',
  'palette',
  'partial-draft',
  'reload',
  'settings',
  'source-folders',
  'streaming',
]
/** Each spec of `browser/` on one host and each scenario by one runner; `npm run e2e` runs all of them everywhere. */
const once = howMuch !== 'everywhere'
/** What a change has to pass: specs with the tag, and all of the security list and of the ports it rests on. */
const CORE = /@core|security\.spec|message-ports\.spec/
/** Scenarios whose turn is another runner's. */
const notOf = (runner: string): { grepInvert?: RegExp } =>
  once ? { grepInvert: new RegExp(`@(?!${runner}\\b)(?:headless|electron|mcp)\\b`) } : {}
/** A start in Electron mode costs twice as much: what a change has to pass there is what only that host can break. */
const ELECTRON_FIRST = howMuch === 'core' ? ['reload', 'streaming'] : ELECTRON_FIRST_OF_ALL
const ofElectron = `**/browser/{${ELECTRON_FIRST.join(',')}}.spec.ts`
/** It compares the drivers of scenarios on pages of its own, once. */
const ofDrivers = '**/scenarios/drivers-agree.spec.ts'
const ofHeadless = `**/browser/!(${ELECTRON_FIRST.join('|')}).spec.ts`

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
  ...(howMuch === 'core' ? { grep: CORE } : {}),
  retries: 0,
  reporter: [['line'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? '../test-results/e2e.json' }]],
  use: {
    viewport: { width: 1280, height: 860 },
    // What was done, beside a picture and the tree of the page where it failed; a film of every test would cost more than the tests.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
    video: 'off',
  },
  projects: [
    {
      name: 'headless',
      testIgnore: ['**/electron/**', '**/visual/**', ofDrivers, ...(once ? [ofElectron] : [])],
      ...notOf('headless'),
      use: { hostKind: 'headless' },
    },
    {
      name: 'electron',
      testIgnore: ['**/headless/**', '**/visual/**', ofDrivers, ...(once ? [ofHeadless] : [])],
      ...notOf('electron'),
      use: { hostKind: 'electron' },
    },
    { name: 'mcp', testMatch: 'scenarios/**/*.spec.ts', ...notOf('mcp'), use: { hostKind: 'headless', driver: 'mcp' } },
    ...(once
      ? []
      : [{ name: 'mcp-electron', testMatch: 'scenarios/scenarios.spec.ts', use: { hostKind: 'electron', driver: 'mcp' } as const }]),
    { name: 'visual', testMatch: 'visual/**/*.spec.ts' },
  ],
})
