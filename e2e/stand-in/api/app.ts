import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Arguments } from '../arguments.ts'
import { refuseMissing } from '../refuse-missing.ts'
import { claimInstance, type InstanceClaim } from './single-instance.ts'

/** What quitting needs of the windows and of Chromium. */
export interface AppHost {
  readonly argv: readonly string[]
  windows(): readonly { close(): void; destroy(): void; isDestroyed(): boolean; focus(): void }[]
  /** The app has set what it may set before it is ready: Chromium can start while the app goes on. */
  settled(): void
  /** Ends Chromium and then this process. */
  end(code: number): void
}

export class StandInCommandLine {
  readonly #switches: Map<string, string>

  constructor(switches: ReadonlyMap<string, string>) {
    this.#switches = new Map(switches)
  }

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name.replace(/^--/, ''), value)
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name)
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? ''
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name)
  }
}
refuseMissing('commandLine', StandInCommandLine.prototype)

/** Lifecycle and paths. Names with an underscore are the stand-in's own. */
export class StandInApp extends EventEmitter {
  readonly commandLine: StandInCommandLine
  readonly isPackaged = false
  readonly #host: AppHost
  readonly #appPath: string
  readonly #ready = Promise.withResolvers<void>()
  readonly #paths = new Map<string, string>()
  readonly #protocols = new Set<string>()
  #isReady = false
  #quitting = false
  #sandboxed = false
  #hardwareAcceleration = true
  #claim: InstanceClaim | null = null
  #name: string
  #version: string

  constructor(args: Arguments, host: AppHost) {
    super()
    this.#host = host
    this.#appPath = args.appPath ?? process.cwd()
    this.commandLine = new StandInCommandLine(args.switches)
    const { productName, name, version } = JSON.parse(readFileSync(join(this.#appPath, 'package.json'), 'utf8')) as Record<string, string>
    this.#name = productName ?? name ?? 'Electron'
    this.#version = version ?? '0.0.0'
  }

  // ── start
  whenReady(): Promise<void> {
    this.#host.settled()
    return this.#ready.promise
  }

  isReady(): boolean {
    return this.#isReady
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    this.#sandboxed = true
  }

  disableHardwareAcceleration(): void {
    if (this.#isReady) throw new Error('app.disableHardwareAcceleration() can only be called before app is ready')
    this.#hardwareAcceleration = false
  }

  isHardwareAccelerationEnabled(): boolean {
    return this.#hardwareAcceleration
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    this.#claim ??= claimInstance(
      this.getPath('userData'),
      { argv: this.#host.argv, cwd: process.cwd(), data: additionalData ?? null },
      (other) => {
        this.emit('second-instance', {}, [...other.argv], other.cwd, other.data)
      },
    )
    return this.#claim !== null
  }

  hasSingleInstanceLock(): boolean {
    return this.#claim !== null
  }

  releaseSingleInstanceLock(): void {
    this.#claim?.release()
    this.#claim = null
  }

  // ── end
  quit(): void {
    if (this.#quitting) return
    let prevented = false
    const event = {
      preventDefault() {
        prevented = true
      },
    }
    this.emit('before-quit', event)
    if (prevented) return
    this.#quitting = true
    for (const window of this.#host.windows()) {
      window.close()
      if (window.isDestroyed()) continue
      // A window that stays keeps the app.
      this.#quitting = false
      return
    }
    this.emit('will-quit', event)
    this.#quitting = false
    if (!prevented) this.exit(0)
  }

  exit(code = 0): void {
    this.#quitting = true
    for (const window of this.#host.windows()) window.destroy()
    this.emit('quit', {}, code)
    this.releaseSingleInstanceLock()
    this.#host.end(code)
  }

  relaunch(): void {
    this.emit('_relaunch')
  }

  focus(): void {
    this.#host.windows()[0]?.focus()
  }

  // ── names and places
  getAppPath(): string {
    return this.#appPath
  }

  getName(): string {
    return this.#name
  }

  setName(name: string): void {
    this.#name = name
  }

  get name(): string {
    return this.#name
  }

  getVersion(): string {
    return this.#version
  }

  getLocale(): string {
    return 'en-US'
  }

  getPath(name: string): string {
    const set = this.#paths.get(name)
    if (set !== undefined) return set
    const appData = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config')
    const userData = this.#paths.get('userData') ?? join(appData, this.#name)
    const known: Readonly<Record<string, string>> = {
      home: homedir(),
      appData,
      userData,
      sessionData: userData,
      temp: tmpdir(),
      exe: process.argv[0] ?? process.execPath,
      logs: join(userData, 'logs'),
      crashDumps: join(userData, 'Crashpad'),
      documents: join(homedir(), 'Documents'),
      downloads: join(homedir(), 'Downloads'),
    }
    const path = known[name]
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  setAppLogsPath(path?: string): void {
    const folder = path ?? join(this.getPath('userData'), 'logs')
    mkdirSync(folder, { recursive: true })
    this.setPath('logs', folder)
  }

  setAppUserModelId(): void {}

  setAboutPanelOptions(): void {}

  showAboutPanel(): void {}

  setAsDefaultProtocolClient(protocol: string): boolean {
    this.#protocols.add(protocol)
    return true
  }

  removeAsDefaultProtocolClient(protocol: string): boolean {
    return this.#protocols.delete(protocol)
  }

  isDefaultProtocolClient(protocol: string): boolean {
    return this.#protocols.has(protocol)
  }

  // ── told by the shell
  get _sandboxed(): boolean {
    return this.#sandboxed
  }

  _becomeReady(): void {
    this.#isReady = true
    this.emit('will-finish-launching')
    this.emit('ready', {}, {})
    this.#ready.resolve()
  }

  _windowClosed(): void {
    if (this.#quitting || this.#host.windows().length > 0) return
    // Without a listener the last window takes the app with it.
    if (!this.emit('window-all-closed')) this.quit()
  }
}
refuseMissing('app', StandInApp.prototype)
