import { fileURLToPath } from 'node:url'
import type { AppOptions } from '../main/app.ts'

const fileOf = (name: string): string => fileURLToPath(new URL(`../out/main/${name}.js`, import.meta.url))

/** Threads of the build, which is made before tests start: each loads a few files, where the sources are some hundred. */
export const builtThreads = {
  storageThreadFile: fileOf('storage-thread'),
  textWorkerFile: fileOf('text-worker'),
  pictureWorkerFile: fileOf('picture-worker'),
  samplingThreadFile: fileOf('sampling-thread'),
} satisfies Partial<AppOptions>
