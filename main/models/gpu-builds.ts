import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { GpuChoice, ModelSettings } from '#contracts/model-settings.ts'

/** Builds of the engine that are fetched when somebody asks for them. */
export const GPU_BUILDS = ['cuda', 'vulkan'] as const
export type GpuBuild = (typeof GPU_BUILDS)[number]

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', win32: 'win', darwin: 'mac' }

/** Folder of the builds that were installed on demand. */
export function gpuFolderOf(dataDir: string): string {
  return join(dataDir, 'engine')
}

/** The packages that make up a build for a system; none where there is no such build. CUDA's is in two, for their size. */
export function gpuPackages(build: GpuBuild, system: { readonly platform: string; readonly arch: string }): readonly string[] {
  const name = SYSTEMS[system.platform]
  if (system.arch !== 'x64' || (name !== 'linux' && name !== 'win')) return []
  const base = `@node-llama-cpp/${name}-x64-${build}`
  return build === 'cuda' ? [base, `${base}-ext`] : [base]
}

export function isInstalled(build: GpuBuild, dataDir: string, system: { readonly platform: string; readonly arch: string }): boolean {
  const packages = gpuPackages(build, system)
  return packages.length > 0 && packages.every((name) => existsSync(join(gpuFolderOf(dataDir), 'node_modules', name, 'package.json')))
}

/** What `auto` means on this machine. */
export function gpuChoice(
  wanted: ModelSettings['gpu'],
  dataDir: string,
  system: { readonly platform: string; readonly arch: string },
): GpuChoice {
  if (wanted !== 'auto') return wanted
  if (system.platform === 'darwin' && system.arch === 'arm64') return 'metal'
  return GPU_BUILDS.find((build) => isInstalled(build, dataDir, system)) ?? 'off'
}
