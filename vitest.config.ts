import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{contracts,main,preload,workers,renderer,scripts,training,bench,packaging}/**/*.test.ts',
      'e2e/{services,integration,queue,stand-in,take-out,team,mutation}/**/*.test.ts',
      'renderer/**/*.test.tsx',
    ],
    environment: 'node',
    globalSetup: ['scripts/build-for-tests.mjs'],
    // Styles are read by tests that check them.
    css: true,
    pool: 'forks',
    maxWorkers: Math.max(2, Math.min(4, availableParallelism())),
    // Only for what hangs: whole apps start in tests and hooks, on machines of any speed.
    testTimeout: 40_000,
    hookTimeout: 40_000,
    env: { TZ: 'UTC' },
  },
})
