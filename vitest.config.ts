import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{contracts,main,preload,workers,renderer,scripts,training,bench,packaging}/**/*.test.ts',
      'e2e/{services,integration,stand-in,take-out}/**/*.test.ts',
      'renderer/**/*.test.tsx',
    ],
    environment: 'node',
    globalSetup: ['scripts/build-for-tests.mjs'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    env: { TZ: 'UTC' },
  },
})
