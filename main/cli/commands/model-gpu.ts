import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT, TidegateError } from '#contracts/errors.ts'
import { openConfig } from '../../config/index.ts'
import { engineVersion, GPU_BUILDS, type GpuBuild, gpuChoice, gpuFolderOf, gpuPackages, isInstalled } from '../../models/index.ts'
import { type CliContext, type CommonOptions, dataDirOf, ensureDataDir } from '../context.ts'
import { print } from '../output.ts'

export async function gpuStatus(context: CliContext, options: CommonOptions): Promise<void> {
  const dataDir = dataDirOf(options, context.env)
  const setting = openConfig(dataDir).get().models.gpu
  const status = {
    engine: engineVersion(),
    setting,
    inUse: gpuChoice(setting, dataDir, process),
    offered: GPU_BUILDS.filter((build) => gpuPackages(build, process).length > 0),
    installed: GPU_BUILDS.filter((build) => isInstalled(build, dataDir, process)),
  }
  print(options.json, status, () => [
    `Engine: ${status.engine ?? 'not installed'}. It computes on: ${status.inUse === 'off' ? 'the processor' : status.inUse}.`,
    status.offered.length === 0
      ? 'There is no build for a graphics card on this system that has to be fetched.'
      : `To be had: ${status.offered.join(', ')}. Fetched: ${status.installed.join(', ') || 'none'}.`,
  ])
}

/** Fetches a build with npm, which checks what it gets, into the data folder. Runs no script of the package. */
export async function gpuInstall(context: CliContext, build: string, options: CommonOptions): Promise<number> {
  const packages = gpuPackages(knownBuild(build), process)
  if (packages.length === 0) throw new TidegateError('BAD_INPUT', `There is no ${build} build for ${process.platform} on ${process.arch}.`)
  const version = engineVersion()
  if (version === null)
    throw new TidegateError('NOT_FOUND', 'The engine itself is not installed. Install it with: npm install node-llama-cpp')
  const dataDir = dataDirOf(options, context.env)
  ensureDataDir(dataDir)
  if (openConfig(dataDir).get().privacyMode === 'local-only') {
    throw new TidegateError(
      'POLICY_FORBIDS_ROUTE',
      'Local-only mode is on, so nothing is fetched. Turn it off for the time of the installation, or copy the build into the data folder.',
    )
  }
  const folder = gpuFolderOf(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const wanted = packages.map((name) => `${name}@${version}`)
  const code = await npm(folder, ['install', '--ignore-scripts', '--save-exact', '--no-audit', '--no-fund', ...wanted])
  const installed = code === 0 && isInstalled(knownBuild(build), dataDir, process)
  if (!installed) {
    throw new TidegateError(
      'NOT_FOUND',
      `The ${build} build ${version} could not be fetched; the lines above are npm's. The processor is used meanwhile.`,
    )
  }
  print(options.json, { build, version, folder }, () => [
    `The ${build} build ${version} is installed. The next model that is loaded uses it.`,
  ])
  return EXIT.ok
}

export async function gpuRemove(context: CliContext, options: CommonOptions): Promise<void> {
  rmSync(gpuFolderOf(dataDirOf(options, context.env)), { recursive: true, force: true })
  print(options.json, { removed: true }, () => ['The builds for graphics cards are removed; the processor is used.'])
}

function knownBuild(build: string): GpuBuild {
  const known = GPU_BUILDS.find((name) => name === build)
  if (known === undefined) throw new TidegateError('BAD_INPUT', `"${build}" is not a build. Use ${GPU_BUILDS.join(' or ')}.`)
  return known
}

/** In that folder, so that no path is read by a shell. Its output goes to stderr, where a person sees it. Throws NOT_FOUND where there is no npm. */
function npm(cwd: string, args: readonly string[]): Promise<number | null> {
  const windows = process.platform === 'win32'
  const child = spawn(windows ? 'npm.cmd' : 'npm', [...args], { cwd, stdio: ['ignore', 2, 2], shell: windows })
  return new Promise((resolve, reject) => {
    child.on('error', (cause) =>
      reject(
        new TidegateError('NOT_FOUND', 'npm is needed to fetch the build, and is not on the PATH. Install Node.js with npm.', { cause }),
      ),
    )
    child.on('exit', resolve)
  })
}
