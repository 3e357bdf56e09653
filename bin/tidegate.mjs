#!/usr/bin/env node
// Makes sure of the runtime and of the build, then hands over to the command itself.
import { spawnSync } from 'node:child_process'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import { findRuntime, RUNTIME_MISSING } from '../scripts/runtime.mjs'

const runtime = findRuntime()
if (runtime === null) {
  process.stderr.write(`${RUNTIME_MISSING}\n`)
  process.exit(1)
}
if (runtime !== process.execPath) {
  const self = fileURLToPath(import.meta.url)
  // Both get the terminal's signals; the child decides, this one only waits.
  process.on('SIGINT', () => {})
  const { status, signal } = spawnSync(runtime, [self, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(signal === null ? (status ?? 1) : 1)
}

nodeModule.enableCompileCache?.()
const { build, isStale } = await import('../scripts/build.mjs')
try {
  // Tests build once and then must not, however many processes they start.
  if (process.env.TIDEGATE_NO_BUILD !== '1' && isStale()) build()
} catch (error) {
  process.stderr.write(`tidegate: ${error.message}\n`)
  process.exit(1)
}
await import('../out/main/tidegate.js')
