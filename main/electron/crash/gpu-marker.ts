import { join } from 'node:path'
import { app } from 'electron'
import { z } from 'zod'
import { readSmallFile, writeSmallFile } from './small-file.ts'

const FILE = 'gpu.json'
const MarkerSchema = z.object({ version: z.string() })
/** A GPU process that is ended with the app, or that Chromium replaces on purpose, has not crashed. */
const NO_CRASH: ReadonlySet<string> = new Set(['clean-exit', 'killed'])

/**
 * Before Electron is ready: where the GPU process crashed under this version of the app, draw without it. The next version tries the
 * GPU again. Returns whether the softer way was taken.
 */
export function applyGpuMarker(dataDir: string): boolean {
  if (readSmallFile(join(dataDir, FILE), MarkerSchema)?.version !== app.getVersion()) return false
  app.disableHardwareAcceleration()
  return true
}

/** Remembers a crash of the GPU process for the next start; Chromium itself gets this one going again. */
export function watchGpu(dataDir: string, onCrash: () => void): void {
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type !== 'GPU' || NO_CRASH.has(reason)) return
    writeSmallFile(join(dataDir, FILE), { version: app.getVersion() })
    onCrash()
  })
}
