import { createRequire } from 'node:module'

/** Null when the engine can be loaded here; else what to do. Loads nothing of it. */
export function engineProblem(): string | null {
  try {
    createRequire(import.meta.url).resolve('node-llama-cpp/package.json')
    return null
  } catch (error) {
    // A package that does not show its package.json is there all the same.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return null
    return 'The engine of embedded models is not installed here. Install it with: npm install node-llama-cpp'
  }
}
