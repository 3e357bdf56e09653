// `npm run package:check`: packs the built product around a fake Electron for Linux, both variants, and looks at what came out: the files
// to the last one, the fuses, that the variants differ in one byte, and that what is in the archive drafts a text when it is started.
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, isStale } from '../scripts/build.mjs'
import { createConfiguration } from './electron-builder.config.ts'
import { pinnedElectron } from './electron-dist.ts'
import { writeFakeElectron } from './fake-electron.ts'
import { fuses, nameFuses, readFuses, type Variant } from './fuses.ts'
import { PRODUCT } from './product.ts'
import { shippedFiles } from './shipped-files.ts'
import { loadBuilder } from './tools.ts'

interface Asar {
  listPackage(archive: string): string[]
  statFile(archive: string, file: string): { readonly files?: object; readonly unpacked?: boolean }
  extractAll(archive: string, target: string): void
}

const root = join(import.meta.dirname, '..')
const work = mkdtempSync(join(tmpdir(), 'tidegate-package-'))
const step = (text: string) => process.stdout.write(`ok  ${text}\n`)

async function pack(variant: Variant): Promise<string> {
  const { Platform, Arch, build: makePackages } = loadBuilder()
  const electronDist = join(work, 'electron')
  const config = createConfiguration({ variant, platform: 'linux', electronDist, electronVersion: pinnedElectron() })
  const output = join(work, variant)
  const directories = { ...config.directories, output }
  const targets = Platform.LINUX.createTarget(['dir'], Arch.x64)
  await makePackages({ projectDir: root, targets, config: { ...config, directories }, publish: 'never' })
  return join(output, 'linux-unpacked')
}

async function checkVariant(folder: string, variant: Variant): Promise<void> {
  deepStrictEqual(await readFuses(join(folder, PRODUCT.executable)), nameFuses(fuses(variant)))
  step(`${variant}: the nine fuses are as they are set`)
}

function checkFiles(folder: string): void {
  const asar: Asar = createRequire(createRequire(join(import.meta.dirname, 'tools/package.json')).resolve('app-builder-lib'))(
    '@electron/asar',
  )
  const archive = join(folder, 'resources/app.asar')
  const entries = asar.listPackage(archive).map((path) => path.slice(1))
  const files = entries.filter((path) => asar.statFile(archive, path).files === undefined)
  const { files: patterns } = createConfiguration({ variant: 'release', platform: 'linux', electronDist: '', electronVersion: '' })
  deepStrictEqual(files.toSorted(), shippedFiles(root, patterns, 'x64'))
  step(`the archive holds the ${files.length} files that the patterns name, and no other`)
  deepStrictEqual(
    files.filter((path) => asar.statFile(archive, path).unpacked),
    ['node_modules/better-sqlite3/prebuilds/linux-x64.node'],
  )
  step('beside the archive is the one native part of this system')
  deepStrictEqual(readdirSync(join(folder, 'locales')), ['en-US.pak'])
  deepStrictEqual(readdirSync(join(folder, 'resources')).toSorted(), ['app.asar', 'app.asar.unpacked'])
  ok(readdirSync(folder).includes('LICENSE.electron.txt') && readdirSync(folder).includes('LICENSES.chromium.html'))
  step('around it are one language, no default app, and the licences of Electron and Chromium')

  const app = join(work, 'app')
  asar.extractAll(archive, app)
  cpSync(`${archive}.unpacked`, app, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'))
  ok(!('scripts' in manifest) && !('devDependencies' in manifest) && manifest.desktopName === 'tidegate.desktop')
  checkStart(app)
}

/** Starts the command of the packed files, in a folder from which nothing else can be imported: classifier, workers, database and all. */
function checkStart(app: string): void {
  const args = [
    'generate',
    '--prompt',
    'Summarise the launch plan for the board',
    '--source',
    join(app, 'resources/sample/launch-plan.md'),
    '--json',
  ]
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(app, 'out/main/tidegate.js'), ...args], {
    cwd: app,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TIDEGATE_HOME: join(work, 'home') },
    timeout: 60_000,
  })
  strictEqual(status, 0, stderr)
  ok(JSON.parse(stdout).citations.length > 0)
  step('what is in the archive drafts a cited text when it is started')
}

function bytesThatDiffer(a: string, b: string): number {
  const [first, second] = [readFileSync(a), readFileSync(b)]
  return first.length === second.length
    ? first.reduce((count, byte, at) => count + (byte === second[at] ? 0 : 1), 0)
    : Number.POSITIVE_INFINITY
}

function checkSame(release: string, test: string): void {
  const files = (folder: string) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const names = (folder: string) =>
    files(folder)
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
      .toSorted()
  deepStrictEqual(names(release), names(test))
  const differing = names(release).map((name) => [name, bytesThatDiffer(join(release, name), join(test, name))] as const)
  deepStrictEqual(
    differing.filter(([, bytes]) => bytes > 0),
    [[PRODUCT.executable, 1]],
  )
  step('the variants differ in one byte of the executable')
}

try {
  if (isStale()) build()
  writeFakeElectron(join(work, 'electron'), pinnedElectron())
  const [release, test] = [await pack('release'), await pack('test')]
  await checkVariant(release, 'release')
  await checkVariant(test, 'test')
  checkFiles(release)
  checkSame(release, test)
} catch (error) {
  process.stderr.write(`The package is not what it should be: ${error instanceof Error ? error.message : 'unknown error'}\n`)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
