import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const NOT_INSTALLED = 'The engine of embedded models is not installed here. Install it with: npm install node-llama-cpp'

/** Null when the engine can be loaded here; else what to do. Loads nothing of it. */
export function engineProblem(): string | null {
  return engineVersion() === null ? NOT_INSTALLED : null
}

/** The engine's version; null where it is not installed. */
export function engineVersion(): string | null {
  try {
    // It shows its main file, and that lies one folder below its description.
    const main = createRequire(import.meta.url).resolve('node-llama-cpp')
    const text = readFileSync(join(dirname(main), '..', 'package.json'), 'utf8')
    return z.object({ version: z.string() }).parse(JSON.parse(text)).version
  } catch {
    return null
  }
}
