import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/** `test` is the release with the inspector let in, which Playwright needs to drive it; it is never handed out. */
export type Variant = 'release' | 'test'

type FuseSettings = Record<FuseV1Options, boolean> & { readonly version: FuseVersion.V1; readonly strictlyRequireAllFuses: true }

/** Every fuse, set one way or the other. An Electron with a fuse that is not named here fails the packaging until somebody decides. */
export function fuses(variant: Variant): FuseSettings {
  return {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // The product must not be a Node for whoever can start it: work that needs a process of its own gets a utility process.
    [FuseV1Options.RunAsNode]: false,
    // Cookies cannot be read back in the clear once they were encrypted, so this is on from the first release.
    [FuseV1Options.EnableCookieEncryption]: true,
    // NODE_OPTIONS would load code, NODE_EXTRA_CA_CERTS would add an authority.
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: variant === 'test',
    // macOS and Windows check; Linux has no check to turn on.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // There is no snapshot of our own.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Pages come from app://; file:// needs no more than a web page has.
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    // Electron's default. Off, WebAssembly checks every access to memory in code and is slower, not safer.
    [FuseV1Options.WasmTrapHandlers]: true,
  }
}

/**
 * Sets the fuses in a packaged executable (or in an `.app`) and reads them back. Throws when the executable has another set of fuses
 * than the one above, or when what is read is not what was to be written. `adHocSigned`: a macOS build for arm64 that no identity will
 * sign has to be signed again, or the system refuses to start it.
 */
export async function burnFuses(executable: string, variant: Variant, adHocSigned = false): Promise<void> {
  const wanted = fuses(variant)
  await flipFuses(executable, { ...wanted, resetAdHocDarwinSignature: adHocSigned })
  const written = await readFuses(executable)
  const wrong = Object.entries(written).filter(([name, on]) => on !== nameFuses(wanted)[name])
  if (wrong.length > 0) throw new Error(`Fuses read back wrong from ${executable}: ${wrong.map(([name]) => name).join(', ')}.`)
}

/** The fuses of an executable by name, as they are. */
export async function readFuses(executable: string): Promise<Record<string, boolean>> {
  const { version: _version, ...wire } = await getCurrentFuseWire(executable)
  return Object.fromEntries(
    Object.entries(wire).map(([fuse, state]) => [FuseV1Options[Number(fuse)] ?? `unknown fuse ${fuse}`, state === FuseState.ENABLE]),
  )
}

/** The settings by the names of the fuses. */
export function nameFuses({ version: _version, strictlyRequireAllFuses: _strict, ...settings }: FuseSettings): Record<string, boolean> {
  return Object.fromEntries(Object.entries(settings).map(([fuse, on]) => [FuseV1Options[Number(fuse)] ?? fuse, on]))
}
