import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findBrowser, findElectron } from './executables.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-find-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A program that only tells its version. */
function program(name: string, says: string): string {
  const file = join(folder, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, `#!/bin/sh\necho "${says}"\n`)
  chmodSync(file, 0o755)
  return file
}

it('takes the browser that is named, and says which version it is', () => {
  const shell = program('shell', 'Chromium 156.0.1')
  expect(findBrowser({ TIDEGATE_HEADLESS_SHELL: shell })).toEqual({ path: shell, name: 'Chromium 156.0.1' })
})

it('never calls a stand-in Electron, also when it is named as one', () => {
  const shell = program('shell', 'Chromium 156.0.1')
  const standIn = program('e2e/stand-in/electron', 'v45.0.0')
  for (const env of [{}, { TIDEGATE_ELECTRON: standIn }]) {
    const { path, name } = findElectron({ TIDEGATE_HEADLESS_SHELL: shell, ...env }, folder)
    expect(path).toBe(standIn)
    expect(name).toMatch(/^stand-in \(Chromium 156\.0\.1\); not Electron, because /)
  }
})

it('says what to do where there is neither', () => {
  expect(() => findElectron({}, folder)).toThrow('Name an Electron with TIDEGATE_ELECTRON')
})
