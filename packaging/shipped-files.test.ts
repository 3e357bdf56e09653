import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createConfiguration, type Platform } from './electron-builder.config.ts'
import type { Arch } from './electron-dist.ts'
import { shippedFiles } from './shipped-files.ts'

const root = join(import.meta.dirname, '..')
const shipped = (platform: Platform, arch: Arch) =>
  shippedFiles(root, createConfiguration({ variant: 'release', platform, electronDist: '', electronVersion: '' }).files, arch)
const files = shipped('linux', 'x64')

/** Packages that a text imports, whichever way it is written. */
function importsOf(text: string): string[] {
  const written = /(?:\bfrom|\bimport|\bimport\(|\brequire\(|\.resolve\()\s*["']((?:@[a-z0-9-]+\/)?[a-z][a-z0-9._-]*)(?:\/[^"'\s]*)?["']/g
  return [...new Set([...text.matchAll(written)].flatMap(([, name]) => (name === undefined ? [] : [name])))]
}

describe('a package', () => {
  it.each([
    'package.json',
    'LICENSE',
    'out/main/index.js',
    'out/main/sampling-thread.js',
    'out/main/storage-thread.js',
    'out/main/text-worker.js',
    'out/main/picture-worker.js',
    'out/main/model-process.js',
    'node_modules/node-llama-cpp/dist/index.js',
    'node_modules/node-llama-cpp/llama/llama.cpp.info.json',
    'out/preload/index.cjs',
    'out/renderer/index.html',
    'resources/surrogates.json',
    'resources/lexicons/first-names.txt',
    'resources/sample/launch-plan.md',
    'resources/icons/png/512x512.png',
    'resources/icons/tray/trayTemplate@2x.png',
    'node_modules/better-sqlite3/lib/index.js',
    'node_modules/better-sqlite3/LICENSE',
  ])('has %s', (file) => expect(files).toContain(file))

  it('has everything that was built and every resource but the icons for the system', () => {
    const all = (folder: string) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    const expected = [...['out/main', 'out/preload', 'out/renderer', 'resources'].flatMap(all), 'package.json', 'LICENSE']
    expect(files.filter((file) => !file.startsWith('node_modules/'))).toEqual(
      expected.filter((file) => !/\.(?:map|ico|icns)$/.test(file)).toSorted(),
    )
  })

  it('has no source, no test, no stand-in, no tool of ours', () => {
    const ours = files.filter((file) => !file.startsWith('node_modules/'))
    expect(new Set(ours.map((file) => file.split('/')[0]))).toEqual(new Set(['LICENSE', 'out', 'package.json', 'resources']))
    expect(ours.filter((file) => /\.(?:ts|tsx|mts|map)$|stand-in|\.test\./.test(file))).toEqual([])
  })

  it('has no package that only development needs', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const names = Object.keys(devDependencies)
    expect(names).toContain('electron')
    expect(files.filter((file) => names.some((name) => file.startsWith(`node_modules/${name}/`)))).toEqual([])
  })

  it('has every package that the built code imports', () => {
    const built = files.filter((file) => /^out\/(?:main|preload)\/.*\.c?js$/.test(file))
    const wanted = [...new Set(built.flatMap((file) => importsOf(readFileSync(join(root, file), 'utf8'))))]
      .filter((name) => !isBuiltin(name) && name !== 'electron')
      .toSorted()
    // Each of them written in another way: imported, imported when needed, resolved.
    expect(wanted).toEqual(expect.arrayContaining(['better-sqlite3', 'mammoth', 'piscina', 'systeminformation', 'undici']))
    expect(wanted.filter((name) => !files.includes(`node_modules/${name}/package.json`))).toEqual([])
  })

  it.each([
    ['linux', 'x64'],
    ['win32', 'x64'],
    ['darwin', 'arm64'],
  ] as const)('for %s %s has the native parts of its own system', hasItsOwnNativeParts)

  it.each([
    ['linux', 'arm64'],
    ['win32', 'arm64'],
    ['darwin', 'x64'],
  ] as const)('for %s %s has the native parts of its own system', { tags: ['long'] }, hasItsOwnNativeParts)

  function hasItsOwnNativeParts(platform: Platform, arch: Arch): void {
    const native = shipped(platform, arch).filter((file) => /\.(?:node|so|dll|dylib|exe)(?:\.\d+)*$/.test(file))
    // The engine of embedded models is installed for this machine's system only, and so packed for that one.
    const engine = native.filter((file) => file.startsWith('node_modules/@node-llama-cpp/'))
    const system = { linux: 'linux', win32: 'win', darwin: 'mac' }[platform]
    expect(engine.filter((file) => !file.startsWith(`node_modules/@node-llama-cpp/${system}-${arch}/`))).toEqual([])
    if (process.platform === platform && process.arch === arch) expect(engine).not.toEqual([])
    // So is the extension that compares vectors.
    const vectors = native.filter((file) => file.startsWith('node_modules/sqlite-vec-'))
    const vectorSystem = { linux: 'linux', win32: 'windows', darwin: 'darwin' }[platform]
    expect(vectors.filter((file) => !file.startsWith(`node_modules/sqlite-vec-${vectorSystem}-${arch}/vec0.`))).toEqual([])
    if (process.platform === platform && process.arch === arch) expect(vectors).toHaveLength(1)
    const others = native.filter((file) => !engine.includes(file) && !vectors.includes(file))
    expect(others).toEqual([`node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`])
  }
})
