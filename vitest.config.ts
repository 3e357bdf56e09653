import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/longest-first.ts'

// Threads and processes that tests start read TypeScript as it stands: stripped and compiled once, not once each. Workers inherit it.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/tidegate-tests')

const ELECTRON = 'main/electron/**/*.test.ts'

export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: ['scripts/build-for-tests.mjs'],
    // Styles are read by tests that check them.
    css: true,
    pool: 'forks',
    maxWorkers: Math.max(2, Math.min(4, availableParallelism())),
    sequence: { sequencer: LongestFirst },
    // Only for what hangs: whole apps start in tests and hooks, on machines of any speed.
    testTimeout: 40_000,
    hookTimeout: 40_000,
    env: { TZ: 'UTC' },
    // What takes ten seconds and more where something like it is tested by another: left out of `npm test`, not of `npm run test:all`.
    tags: [{ name: 'long' }],
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: [
            '{contracts,main,preload,workers,renderer,scripts,training,bench,packaging}/**/*.test.ts',
            'e2e/{services,integration,queue,stand-in,take-out,team,mutation}/**/*.test.ts',
            'renderer/**/*.test.tsx',
          ],
          exclude: ['**/node_modules/**', ELECTRON],
          // No module of ours keeps a state of its own, so that files can share those that are loaded.
          isolate: false,
        },
      },
      // These put another module in the place of `electron`, each its own.
      { extends: true, test: { name: 'electron', include: [ELECTRON] } },
    ],
  },
})
