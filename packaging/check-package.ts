// `npm run package:check`: packs the built product for every system around a fake Electron and looks at what came out: the files to the
// last one, the fuses, the integrity of the archive, what the packages for Linux would hold, that the variants differ in one byte, and
// that what is in the archive drafts a text when it is started.
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, isStale } from '../scripts/build.mjs'
import { createConfiguration } from './electron-builder.config.ts'
import { fuses, nameFuses, readFuses } from './fuses.ts'
import { loadAsar, type Packed, packFake } from './pack-fake.ts'
import { shippedFiles } from './shipped-files.ts'
import { loadBuilder } from './tools.ts'

const root = join(import.meta.dirname, '..')
const work = mkdtempSync(join(tmpdir(), 'tidegate-package-'))
const step = (text: string) => process.stdout.write(`ok  ${text}\n`)

/** The configuration against electron-builder's own types, which are there only with it. */
function checkTypes(): void {
  loadBuilder()
  const { status, stdout } = spawnSync('tsc', ['-p', join(import.meta.dirname, 'tools')], { encoding: 'utf8' })
  strictEqual(status, 0, stdout)
  step("the configuration has electron-builder's type")
}

/** Paths without the nesting of packages: electron-builder moves those that npm put inside one another. */
function placed(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => file.replace(/^.*\/node_modules\//, 'node_modules/')))].toSorted()
}

async function checkFolder({ platform, arch, variant, executable, resources, locales }: Packed): Promise<void> {
  deepStrictEqual(await readFuses(executable), nameFuses(fuses(variant)))
  const asar = loadAsar()
  const archive = join(resources, 'app.asar')
  const entries = asar.listPackage(archive).map((path) => path.slice(1).replaceAll('\\', '/'))
  const files = entries.filter((path) => asar.statFile(archive, path).files === undefined)
  const { files: patterns } = createConfiguration({ variant, platform, electronDist: '', electronVersion: '' })
  deepStrictEqual(placed(files), placed(shippedFiles(root, patterns, arch)))
  deepStrictEqual(
    files.filter((path) => asar.statFile(archive, path).unpacked).toSorted(),
    [
      ...files.filter((path) => path.startsWith('node_modules/@node-llama-cpp/')),
      ...files.filter((path) => /^node_modules\/sqlite-vec-[^/]+\/vec0\./.test(path)),
      `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
    ].toSorted(),
  )
  const archives = readdirSync(resources).filter((name) => name.includes('.asar'))
  deepStrictEqual(archives.toSorted(), ['app.asar', 'app.asar.unpacked'])
  const packs = readdirSync(locales.folder).filter((name) => /\.(?:pak|lproj)$/.test(name))
  deepStrictEqual(packs, [...locales.names])
  step(
    `${platform} ${arch} ${variant}: nine fuses, ${files.length} files that are all meant, native parts beside the archive, no default app, one language`,
  )
}

function checkIntegrity({ platform, executable, resources }: Packed): void {
  const holder = platform === 'darwin' ? join(executable, 'Contents/Info.plist') : executable
  // The checksum is that of the archive's header: the fourth number of its start says how long that is.
  const archive = readFileSync(join(resources, 'app.asar'))
  const header = createHash('sha256')
    .update(archive.subarray(16, 16 + archive.readUInt32LE(12)))
    .digest('hex')
  ok(readFileSync(holder).includes(header))
  step(`${platform}: holds the checksum of its archive`)
}

function checkMac({ executable }: Packed): void {
  const plist = readFileSync(join(executable, 'Contents/Info.plist'), 'utf8')
  match(plist, /<key>NSAllowsArbitraryLoads<\/key>\s*<false\/>/)
  match(plist, /<key>CFBundleURLSchemes<\/key>\s*<array>\s*<string>tidegate<\/string>\s*<\/array>/)
}

function checkLinuxPackages({ linuxPackages, resources, folder }: Packed): void {
  const ours = (file: string) => readFileSync(join(import.meta.dirname, 'linux', file), 'utf8')
  strictEqual(linuxPackages.length, 3)
  for (const { desktop } of linuxPackages) {
    match(desktop, /^Exec=(?:AppRun|\/opt\/Tidegate\/tidegate) %U$/m)
    match(desktop, /^MimeType=x-scheme-handler\/tidegate;$/m)
    match(desktop, /^StartupWMClass=tidegate$/m)
    doesNotMatch(desktop, /no-sandbox/)
  }
  const installed = linuxPackages.filter(({ contents }) => contents.includes(`${folder}/=/opt/Tidegate`))
  deepStrictEqual(
    installed.map(({ scripts }) => scripts),
    Array(2).fill({ 'after-install': ours('after-install.sh'), 'after-remove': ours('after-remove.sh') }),
  )
  strictEqual(readFileSync(join(resources, 'apparmor-profile'), 'utf8'), ours('apparmor-profile'))
  step('linux: deb and rpm carry the sandbox profile and our scripts; no menu entry turns the sandbox off')
}

/** Starts the command of the packed files, in a folder from which nothing else can be imported: classifier, workers, database and all. */
function checkStart({ resources }: Packed): void {
  const app = join(work, 'app')
  loadAsar().extractAll(join(resources, 'app.asar'), app)
  cpSync(join(resources, 'app.asar.unpacked'), app, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'))
  ok(!('scripts' in manifest) && !('devDependencies' in manifest) && manifest.desktopName === 'tidegate.desktop')
  const source = join(app, 'resources/sample/launch-plan.md')
  const args = ['generate', '--prompt', 'Summarise the launch plan for the board', '--source', source, '--json']
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(app, 'out/main/tidegate.js'), ...args], {
    cwd: app,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TIDEGATE_HOME: join(work, 'home') },
    timeout: 60_000,
  })
  strictEqual(status, 0, stderr)
  ok(JSON.parse(stdout).citations.length > 0)
  step('what is in the archive drafts a cited text when it is started')
  // The extension is asked for as soon as a model is named that would need it, whether that answers or not.
  const named = { id: 'own', kind: 'ollama', baseUrl: 'http://127.0.0.1:9', model: 'none' }
  const home = join(work, 'home-with-model')
  mkdirSync(home)
  writeFileSync(
    join(home, 'config.json'),
    JSON.stringify({ providers: [named], sources: { embedding: { provider: 'own', model: 'none' } } }),
  )
  const embedding = spawnSync(process.execPath, [join(app, 'out/main/tidegate.js'), 'sources', 'embed', '--status', '--json'], {
    cwd: app,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TIDEGATE_HOME: home },
    timeout: 60_000,
  })
  strictEqual(JSON.parse(embedding.stdout).state, 'ready', embedding.stderr)
  step('what is in the archive compares vectors')
}

function checkSame(release: Packed, test: Packed): void {
  const names = ({ folder }: Packed) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
      .toSorted()
  deepStrictEqual(names(release), names(test))
  const differing = names(release).map((name) => [name, differentBytes(join(release.folder, name), join(test.folder, name))] as const)
  deepStrictEqual(
    differing.filter(([, bytes]) => bytes > 0),
    [[release.executable.slice(release.folder.length + 1), 1]],
  )
  step('the variants differ in one byte of the executable')
}

function differentBytes(a: string, b: string): number {
  const [first, second] = [readFileSync(a), readFileSync(b)]
  if (first.length !== second.length) return Number.POSITIVE_INFINITY
  return first.equals(second) ? 0 : first.reduce((count, byte, at) => count + (byte === second[at] ? 0 : 1), 0)
}

try {
  if (isStale()) build()
  checkTypes()
  const release = await packFake(work, 'linux', 'x64', 'release')
  const test = await packFake(work, 'linux', 'x64', 'test')
  const windows = await packFake(work, 'win32', 'arm64', 'release')
  const mac = await packFake(work, 'darwin', 'arm64', 'release')
  for (const packed of [release, test, windows, mac]) await checkFolder(packed)
  for (const packed of [windows, mac]) checkIntegrity(packed)
  checkMac(mac)
  checkLinuxPackages(release)
  checkSame(release, test)
  checkStart(release)
} catch (error) {
  process.stderr.write(`The package is not what it should be: ${error instanceof Error ? error.message : 'unknown error'}\n`)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
