import { EventEmitter } from 'node:events'
import type { Protocol } from 'playwright-core/types/protocol'
import { toAppUrl } from '../address-map.ts'
import { refuseMissing } from '../refuse-missing.ts'

type SchemeHandler = (request: Request) => Response | Promise<Response>
type BeforeRequest = (details: Electron.OnBeforeRequestListenerDetails, callback: (response: Electron.CallbackResponse) => void) => void
type PermissionRequest = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0]

/** `protocol`: handlers of the app's own schemes. */
export class StandInProtocol {
  readonly #privileged = new Set<string>()
  readonly #handlers = new Map<string, SchemeHandler>()
  #ready = false

  registerSchemesAsPrivileged(schemes: readonly Electron.CustomScheme[]): void {
    if (this.#ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of schemes) {
      // Pages are at an address with an origin, in a secure context: what these two privileges give.
      if (privileges?.standard === true && privileges.secure === true) this.#privileged.add(scheme)
    }
  }

  handle(scheme: string, handler: SchemeHandler): void {
    if (!this.#privileged.has(scheme)) {
      throw new Error(
        `The stand-in for Electron serves a scheme only when it was registered as standard and secure before ready: ${scheme}`,
      )
    }
    if (this.#handlers.has(scheme)) throw new Error('Failed to register protocol')
    this.#handlers.set(scheme, handler)
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme)
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme)
  }

  _becomeReady(): void {
    this.#ready = true
  }

  _handlerFor(url: string): SchemeHandler | null {
    return this.#handlers.get(url.slice(0, url.indexOf(':')).toLowerCase()) ?? null
  }
}
refuseMissing('protocol', StandInProtocol.prototype)

/** `session.webRequest`: only the first look at a request. */
export class StandInWebRequest {
  #before: BeforeRequest | null = null

  onBeforeRequest(...args: [BeforeRequest | null] | [Electron.WebRequestFilter, BeforeRequest | null]): void {
    if (args.length > 1) throw new Error('The stand-in for Electron has no filters on webRequest.onBeforeRequest.')
    this.#before = args[0] as BeforeRequest | null
  }

  /** Whether the app lets a request go. */
  _allows(details: Electron.OnBeforeRequestListenerDetails): Promise<boolean> {
    const before = this.#before
    if (before === null) return Promise.resolve(true)
    return new Promise((resolve) => {
      before(details, ({ cancel, redirectURL }) => {
        if (redirectURL !== undefined) throw new Error('The stand-in for Electron has no redirectURL in webRequest.')
        resolve(cancel !== true)
      })
    })
  }
}
refuseMissing('webRequest', StandInWebRequest.prototype)

/** What pages can ask permission for, by Electron's name and by Chromium's. */
const PERMISSIONS: readonly (readonly [electron: string, chromium: string])[] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['storage-access', 'storage-access'],
  ['idle-detection', 'idle-detection'],
  ['window-management', 'window-management'],
]

/** The default session, the only one there is. */
export class StandInSession extends EventEmitter {
  readonly protocol: StandInProtocol
  readonly webRequest = new StandInWebRequest()
  #request: PermissionRequest = null
  #check: PermissionCheck = null
  _deviceHandler: unknown = null
  _displayMediaHandler: unknown = null

  constructor(protocol: StandInProtocol) {
    super()
    this.protocol = protocol
  }

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.#request = handler
  }

  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.#check = handler
  }

  setDevicePermissionHandler(handler: unknown): void {
    this._deviceHandler = handler
  }

  setDisplayMediaRequestHandler(handler: unknown): void {
    this._displayMediaHandler = handler
  }

  setSpellCheckerEnabled(): void {}

  async clearCache(): Promise<void> {}

  /** What the app's handlers say to each permission, as Chromium is to be told. Without handlers Electron grants. */
  async _permissions(contents: unknown, origin: string): Promise<{ name: string; setting: Protocol.Browser.PermissionSetting }[]> {
    const answers = PERMISSIONS.map(async ([electron, name]) => {
      const requested = await new Promise<boolean>((resolve) => {
        if (this.#request === null) resolve(true)
        else this.#request(contents as never, electron as never, resolve, { isMainFrame: true, requestingUrl: toAppUrl(origin) } as never)
      })
      const checked =
        this.#check === null || this.#check(contents as never, electron as never, toAppUrl(origin), { isMainFrame: true } as never)
      return { name, setting: requested && checked ? ('granted' as const) : ('denied' as const) }
    })
    return Promise.all(answers)
  }
}
refuseMissing('session', StandInSession.prototype)
