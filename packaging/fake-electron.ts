import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Platform } from './electron-builder.config.ts'

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const LOCALES = ['de', 'en', 'fr']

type Write = (file: string, content: string | Buffer) => void

/** Bytes like those of an Electron executable around its fuses: the sentinel, the version of the wire, how many fuses, and one state each. */
export function fuseWire(states: string): Buffer {
  return Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, states.length]), Buffer.from(states, 'latin1')])
}

/**
 * An Electron with everything that packaging looks at and nothing that runs: where none can be downloaded, it shows what would be packed
 * around a real one. The fuses are as Electron ships them. For Windows it takes some program with a version in its resources, `program`,
 * as packaging writes into those.
 */
export function writeFakeElectron(folder: string, version: string, platform: Platform, program: string): void {
  const write: Write = (file, content) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), content)
  }
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version']) write(name, version)
  if (platform === 'darwin') writeBundle(folder, write)
  else writeFolder(folder, write, platform === 'win32' ? program : null)
}

function writeFolder(folder: string, write: Write, program: string | null): void {
  if (program === null) {
    write('electron', executable())
    write('chrome-sandbox', 'makes the sandbox')
    for (const name of ['electron', 'chrome-sandbox']) chmodSync(join(folder, name), 0o755)
  } else write('electron.exe', Buffer.concat([readFileSync(program), executable()]))
  for (const locale of LOCALES) write(`locales/${locale === 'en' ? 'en-US' : locale}.pak`, locale)
  // Not an archive: packing fails when it is not taken out first.
  write('resources/default_app.asar', 'the welcome page')
}

/** The bundle of macOS, whose fuses are in a framework inside it. */
function writeBundle(folder: string, write: Write): void {
  const app = 'Electron.app/Contents'
  writeProgram(app, 'Electron', write)
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const name = `Electron Helper${kind}`
    writeProgram(`${app}/Frameworks/${name}.app/Contents`, name, write)
  }
  const framework = `${app}/Frameworks/Electron Framework.framework`
  write(`${framework}/Versions/A/Electron Framework`, executable())
  for (const resources of [`${app}/Resources`, `${framework}/Versions/A/Resources`]) {
    for (const locale of LOCALES) write(`${resources}/${locale}.lproj/locale.pak`, locale)
  }
  symlinkSync('A', join(folder, framework, 'Versions/Current'))
  for (const name of ['Electron Framework', 'Resources']) symlinkSync(`Versions/Current/${name}`, join(folder, framework, name))
  write(`${app}/Resources/electron.icns`, 'icon')
  write(`${app}/Resources/default_app.asar`, 'the welcome page')
}

function writeProgram(contents: string, name: string, write: Write): void {
  const keys = { CFBundleExecutable: name, CFBundleIdentifier: 'com.github.Electron', CFBundleName: name }
  const entries = Object.entries(keys).map(([key, value]) => `<key>${key}</key><string>${value}</string>`)
  write(`${contents}/Info.plist`, `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${entries.join('')}</dict></plist>\n`)
  write(`${contents}/MacOS/${name}`, 'starts the framework')
}

function executable(): Buffer {
  return Buffer.concat([Buffer.alloc(100_000, 'x'), fuseWire('101100011'), Buffer.alloc(1_000, 'y')])
}
