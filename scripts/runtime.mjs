// Finds the Node that the product runs on: this one if it is new enough, else the one that `npm ci` installed beside the code.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED = 24

/** Path of a Node 24 or newer, or null. */
export function findRuntime() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath
  const installed = fileURLToPath(new URL('../node_modules/node/bin/', import.meta.url))
  const file = [join(installed, 'node'), join(installed, 'node.exe')].find((path) => existsSync(path))
  return file ?? null
}

export const RUNTIME_MISSING = `tidegate: this needs Node ${NEEDED}; this is ${process.versions.node} and none is installed beside the code. Run: npm ci`
