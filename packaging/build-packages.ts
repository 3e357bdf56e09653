// `npm run package -- [--platform linux|win32|darwin] [--arch x64|arm64] [--variant release|test] [--dir] [--require-signing]`
// Builds, then makes the packages of one system and one architecture in dist/release or dist/test; `--dir` stops at the unpacked folder.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { build, isStale } from '../scripts/build.mjs'
import { ageOfElectron } from './electron-age.ts'
import { createConfiguration, type Platform } from './electron-builder.config.ts'
import { electronDist, pinnedElectron } from './electron-dist.ts'
import { loadBuilder } from './tools.ts'

const root = join(import.meta.dirname, '..')
const SECTIONS = { linux: ['LINUX', 'linux'], win32: ['WINDOWS', 'win'], darwin: ['MAC', 'mac'] } as const satisfies Record<
  Platform,
  unknown
>
const OptionsSchema = z.strictObject({
  platform: z.enum(['linux', 'win32', 'darwin']),
  arch: z.enum(['x64', 'arm64']),
  variant: z.enum(['release', 'test']),
  dir: z.boolean(),
  'require-signing': z.boolean(),
})
const ReleasesSchema = z.object({ weeksBetweenMajors: z.number().positive(), majors: z.record(z.string(), z.iso.date()) })

function readOptions(): z.infer<typeof OptionsSchema> {
  const { values } = parseArgs({
    options: {
      platform: { type: 'string', default: process.platform },
      arch: { type: 'string', default: process.arch },
      variant: { type: 'string', default: 'release' },
      dir: { type: 'boolean', default: false },
      'require-signing': { type: 'boolean', default: false },
    },
  })
  const parsed = OptionsSchema.safeParse(values)
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error).replaceAll('\n', ' '))
  return parsed.data
}

async function main(): Promise<void> {
  const { platform, arch, variant, dir, 'require-signing': requireSigning } = readOptions()
  const electronVersion = pinnedElectron()
  const releases = ReleasesSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'electron-releases.json'), 'utf8')))
  const age = ageOfElectron(electronVersion, releases, new Date())
  process.stderr.write(`Electron ${electronVersion}: ${age.verdict} (newest major ${age.newest})\n`)
  const dist = await electronDist(platform, arch)
  if (dist.path === undefined) {
    throw new Error(
      `No Electron ${electronVersion} for ${platform}-${arch} can be had (${dist.why}), so nothing was packaged. ` +
        'Allow the download, or name an unpacked one or its zip with ELECTRON_OVERRIDE_DIST_PATH.',
    )
  }
  if (age.verdict === 'too old' && variant === 'release') {
    throw new Error('A release must not carry an Electron this old: update electron and packaging/electron-releases.json.')
  }
  if (isStale()) build()
  const { Platform: platforms, Arch: archs, build: makePackages } = loadBuilder()
  const config = createConfiguration({ variant, platform, electronDist: dist.path, electronVersion, requireSigning })
  const [name, section] = SECTIONS[platform]
  const targets = dir ? ['dir'] : config[section].target.map(({ target }) => target)
  const files = await makePackages({
    projectDir: root,
    targets: platforms[name].createTarget(targets, archs[arch]),
    config,
    publish: 'never',
  })
  for (const file of files) process.stdout.write(`${file}\n`)
  if (dir) process.stdout.write(`${join(root, config.directories.output)}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`Not packaged: ${error instanceof Error ? error.message : 'unknown error'}\n`)
  process.exitCode = 1
})
