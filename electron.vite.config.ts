import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { fetchedAtOnce, takenInBy } from './scripts/renderer-files.ts'

const here = import.meta.dirname
const renderer = resolve(here, 'renderer')
/** What the first page consists of. */
const START = 'start.tsx'
const COMPOSE = 'features/compose/compose-view.tsx'

/** Packages that are small and made of many files: bundled, they load faster than looked for one by one. */
const BUNDLED = [
  '@cfworker/json-schema',
  '@orpc/client',
  '@orpc/contract',
  '@orpc/openapi',
  '@orpc/server',
  '@orpc/zod',
  'commander',
  'diff',
  'libphonenumber-js',
  'zod',
]

/**
 * One build for every host. `main` has an entry per process: the Electron main process, the headless host, the command line,
 * the storage thread, the sampling thread, the workers and the process of embedded models. Targets are explicit: Electron 45 embeds Node 24 and Chromium 152.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      // The engine of embedded models is optional, and looks for its own files.
      externalizeDeps: { include: ['node-llama-cpp'], exclude: BUNDLED },
      rolldownOptions: {
        input: {
          index: resolve(here, 'main/index.ts'),
          tidegate: resolve(here, 'main/cli/index.ts'),
          'storage-thread': resolve(here, 'main/storage/storage-thread.ts'),
          'model-process': resolve(here, 'main/model-process/entry.ts'),
          'sampling-thread': resolve(here, 'main/resources/sampling-thread.ts'),
          'text-worker': resolve(here, 'workers/text-worker.ts'),
          'picture-worker': resolve(here, 'workers/picture-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node24',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(here, 'preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    // Only what the first page needs: another view is fetched when it is known to be wanted.
    plugins: [react(), fetchedAtOnce(renderer, [START, COMPOSE])],
    build: {
      outDir: resolve(here, 'out/renderer'),
      target: 'chrome150',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // electron-vite leaves it off; the page starts faster on a third of the bytes.
      minify: 'oxc',
      rolldownOptions: {
        input: resolve(renderer, 'index.html'),
        output: {
          codeSplitting: {
            groups: [
              // Runs before the language is set, so nothing that says something may be among it.
              { name: 'first', tags: ['$initial'], priority: 3 },
              // Otherwise what is shared is in a file for each set of views that share it: seventy before the first words.
              // These two need only themselves and those before them, so none waits for another in a circle.
              { name: takenInBy(resolve(renderer, START), 'window'), priority: 2 },
              { name: takenInBy(resolve(renderer, COMPOSE), 'compose'), priority: 1 },
            ],
          },
        },
      },
    },
  },
})
