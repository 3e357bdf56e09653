import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** Bytes like those of an Electron executable around its fuses: the sentinel, the version of the wire, how many fuses, and one state each. */
export function fuseWire(states: string): Buffer {
  return Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, states.length]), Buffer.from(states, 'latin1')])
}

/**
 * An Electron for Linux with everything that packaging looks at and nothing that runs: where none can be downloaded, it shows what would
 * be packed around a real one. The fuses are as Electron ships them.
 */
export function writeFakeElectron(folder: string, version: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.alloc(100_000, 'x'), fuseWire('101100011'), Buffer.alloc(1_000, 'y')]))
  for (const name of ['chrome-sandbox', 'libffmpeg.so']) writeFileSync(join(folder, name), name)
  for (const name of ['electron', 'chrome-sandbox']) chmodSync(join(folder, name), 0o755)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'resources.pak']) writeFileSync(join(folder, name), name)
  writeFileSync(join(folder, 'version'), version)
  for (const locale of ['de', 'en-US', 'fr']) writeFileSync(join(folder, 'locales', `${locale}.pak`), locale)
  // Not an archive: packing fails when it is not taken out first.
  writeFileSync(join(folder, 'resources/default_app.asar'), 'the welcome page')
}
