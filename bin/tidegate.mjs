#!/usr/bin/env node
// Makes sure of the runtime and of the build, then hands over to the command itself.
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import { handOver } from '../scripts/hand-over.mjs'
import { findRuntime, RUNTIME_MISSING } from '../scripts/runtime.mjs'

const runtime = findRuntime()
if (runtime === null) {
  process.stderr.write(`${RUNTIME_MISSING}\n`)
  process.exit(1)
}
if (runtime === process.execPath) await run()
else handOver(runtime, [fileURLToPath(import.meta.url), ...process.argv.slice(2)])

async function run() {
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
}
