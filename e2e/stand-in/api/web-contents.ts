import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Protocol } from 'playwright-core/types/protocol'
import { toAppUrl, toPageUrl } from '../address-map.ts'
import type { CdpSession } from '../chromium/cdp.ts'
import { mainWorldScript, PRELOAD_WORLD, preloadScript, titleScript } from '../page/document-scripts.ts'
import { type FromPreload, PORTS_BINDING, PORTS_RECEIVE, RECEIVE, SEND_BINDING, type ToPreload } from '../page/preload-runtime.ts'
import { refuseMissing } from '../refuse-missing.ts'
import { scriptLiteral } from '../script-literal.ts'
import { createValueText } from '../value-text.ts'
import { answerRequest } from './answer-request.ts'
import type { StandInIpcMain } from './ipc-main.ts'
import { createDocumentPorts, type PortFrame, type StandInPort } from './message-ports.ts'
import type { StandInSession } from './session.ts'
import { StandInFrame } from './web-frame.ts'

const text = createValueText()

/** What every page of one start shares. */
export interface Shell {
  readonly browser: CdpSession
  readonly ipcMain: StandInIpcMain
  readonly session: StandInSession
  /** Whether `app.enableSandbox()` was called. */
  readonly sandboxed: () => boolean
  /** Makes a page and calls back with its session while it still waits for its first instruction. */
  createPage(url: string, size: { width: number; height: number }, attached: (session: CdpSession, targetId: string) => void): Promise<void>
}

interface NavigationEvent {
  readonly url: string
  readonly isMainFrame: boolean
  readonly isSameDocument: boolean
  readonly frame: StandInFrame
  readonly initiator: StandInFrame | null
  defaultPrevented: boolean
  preventDefault(): void
}

/** One page, as Electron's WebContents. Names with an underscore are the stand-in's own. */
export class StandInWebContents extends EventEmitter {
  readonly id: number
  readonly session: StandInSession
  mainFrame = new StandInFrame('about:blank', 'null')
  readonly _preferences: Electron.WebPreferences
  _targetId: string | null = null
  _page: CdpSession | null = null
  _size: { width: number; height: number }
  readonly #shell: Shell
  readonly #channel = randomUUID()
  #openHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null = null
  #preloadContext: string | null = null
  readonly #ports = createDocumentPorts((frame) => this.#sendFrame(frame))
  #preloadScript: string | null = null
  #title = ''
  #url = ''
  #ownNavigation = false
  #crashed = false
  /** What ends scripts that run in the document, when it goes. */
  readonly #scripts = new Set<(error: Error) => void>()
  #destroyed = false
  #loading: PromiseWithResolvers<void> | null = null

  constructor(id: number, shell: Shell, preferences: Electron.WebPreferences, size: { width: number; height: number }) {
    super()
    this.id = id
    this.session = shell.session
    this.#shell = shell
    this._preferences = preferences
    this._size = size
    if (preferences.nodeIntegration === true || preferences.contextIsolation === false || preferences.webSecurity === false) {
      // Carried to the preload, which may refuse; the page itself stays isolated here whatever was asked.
      process.stderr.write('stand-in: nodeIntegration, contextIsolation: false and webSecurity: false have no effect on the page here\n')
    }
  }

  // ── loading
  async loadURL(url: string): Promise<void> {
    const address = toPageUrl(url)
    this.#ownNavigation = true
    this.#loading?.resolve()
    const loading = Promise.withResolvers<void>()
    // It may fail while the page is still being made; who awaits the load below hears of it.
    loading.promise.catch(() => {})
    this.#loading = loading
    if (this._page === null) await this.#create(address)
    else {
      const { errorText } = await this._page.send('Page.navigate', { url: address })
      if (errorText !== undefined) this.#failedLoad(errorText, address)
    }
    await loading.promise
  }

  reload(): void {
    this.#ownNavigation = true
    this._page?.send('Page.reload')
  }

  getURL(): string {
    return this.#url
  }

  getTitle(): string {
    return this.#title
  }

  isLoading(): boolean {
    return this.#loading !== null
  }

  isCrashed(): boolean {
    return this.#crashed
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  forcefullyCrashRenderer(): void {
    this._page?.send('Page.crash')
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const page = this.#pageOrThrow()
    const disposed = Promise.withResolvers<never>()
    // Nobody waits for it any more once the script has answered.
    disposed.promise.catch(() => {})
    // Chromium never answers for a page that has crashed.
    if (this.#crashed) disposed.reject(new Error('The page has crashed.'))
    this.#scripts.add(disposed.reject)
    const evaluated = page.send('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true, userGesture: true })
    const { result, exceptionDetails } = await Promise.race([evaluated, disposed.promise]).finally(() =>
      this.#scripts.delete(disposed.reject),
    )
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
    this.#openHandler = handler
  }

  close(): void {
    this.emit('_close')
  }

  focus(): void {
    this.emit('_focus')
  }

  isDevToolsOpened(): boolean {
    return false
  }

  // ── messages
  send(channel: string, ...args: unknown[]): void {
    this.#tell({ kind: 'message', channel, args: text.encode(args), ports: [] })
  }

  postMessage(channel: string, message: unknown, transfer: readonly StandInPort[] = []): void {
    this.#ports.adopt(transfer, (ports) => this.#tell({ kind: 'message', channel, args: text.encode([message]), ports }))
  }

  #tell(message: ToPreload): void {
    this.#callInPreload(`${RECEIVE}(${JSON.stringify(message)})`)
  }

  #sendFrame([id, kind, payload = '']: PortFrame): void {
    const argument = typeof payload === 'string' ? scriptLiteral(payload) : `[${payload.map(scriptLiteral).join()}]`
    this.#callInPreload(`${PORTS_RECEIVE}(${id},'${kind}',${argument})`)
  }

  /** As one expression: Chromium compiles an argument of a call as a script of its own, and the call's function beside it. */
  #callInPreload(expression: string): void {
    if (this.#preloadContext === null) return
    this._page?.send('Runtime.evaluate', {
      expression,
      uniqueContextId: this.#preloadContext,
      // The page's policy on eval holds while this runs, as it does at any other time.
      allowUnsafeEvalBlockedByCSP: false,
      silent: true,
    })
  }

  #heard(payload: string): void {
    const message = JSON.parse(payload) as FromPreload
    const event = { sender: this, senderFrame: this.mainFrame, frameId: 1, processId: 1, ports: [], returnValue: undefined }
    if (message.kind === 'preload-error') {
      process.stderr.write(`Unable to load preload script: ${message.message}\n`)
      this.emit('preload-error', event, this._preferences.preload ?? '', new Error(message.message))
      return
    }
    if (message.kind === 'title') {
      this.#title = message.title
      this.emit('page-title-updated', { preventDefault() {} }, message.title, true)
      return
    }
    const args = text.decode(message.args) as unknown[]
    if (message.kind === 'send') {
      this.#shell.ipcMain.emit(message.channel, event, ...args)
      return
    }
    this.#shell.ipcMain._invoke(event, message.channel, args).then(
      (value) => this.#tell({ kind: 'result', id: message.id, value: text.encode(value) }),
      (error: unknown) => this.#tell({ kind: 'failure', id: message.id, message: error instanceof Error ? error.message : String(error) }),
    )
  }

  // ── the page behind it
  #pageOrThrow(): CdpSession {
    if (this._page === null) throw new Error('This window has not loaded anything yet.')
    return this._page
  }

  async #create(address: string): Promise<void> {
    const origin = new URL(address).origin
    for (const { name, setting } of await this.session._permissions(this, origin)) {
      this.#shell.browser.send('Browser.setPermission', { permission: { name }, setting, origin })
    }
    await this.#shell.createPage(address, this._size, (page, targetId) => this.#prepare(page, targetId))
  }

  /** The page waits until all this is sent; nothing may be awaited before the last line, as no reply comes while it waits. */
  #prepare(page: CdpSession, targetId: string): void {
    this._targetId = targetId
    this._page = page
    this.#listen(page)
    page.send('Page.enable')
    page.send('Page.setLifecycleEventsEnabled', { enabled: true })
    page.send('Runtime.enable')
    page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
    page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
    for (const name of [SEND_BINDING, PORTS_BINDING]) page.send('Runtime.addBinding', { name, executionContextName: PRELOAD_WORLD })
    page.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(this.#channel) })
    page.send('Page.addScriptToEvaluateOnNewDocument', { source: titleScript(), worldName: PRELOAD_WORLD })
    this.#addPreload(page)
    page.send('Runtime.runIfWaitingForDebugger')
  }

  #addPreload(page: CdpSession): void {
    const { preload } = this._preferences
    if (preload === undefined) return
    const { sandbox, contextIsolation, nodeIntegration } = this._preferences
    const sandboxed = this.#shell.sandboxed() || (sandbox ?? nodeIntegration !== true)
    this.#preloadScript = preloadScript(
      {
        channel: this.#channel,
        process: {
          type: 'renderer',
          platform: process.platform,
          sandboxed,
          contextIsolated: contextIsolation !== false,
          versions: { ...process.versions },
          env: {},
        },
      },
      readFileSync(preload, 'utf8'),
    )
    page.send('Page.addScriptToEvaluateOnNewDocument', { source: this.#preloadScript, worldName: PRELOAD_WORLD })
  }

  #listen(page: CdpSession): void {
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const inMainFrame = (context.auxData as { frameId?: string } | undefined)?.frameId === this._targetId
      if (context.name === PRELOAD_WORLD && inMainFrame && context.origin.startsWith('http')) this.#preloadContext = context.uniqueId
    })
    page.on('Runtime.executionContextDestroyed', ({ executionContextUniqueId }) => {
      if (executionContextUniqueId === this.#preloadContext) this.#documentGone()
    })
    page.on('Runtime.executionContextsCleared', () => this.#documentGone())
    page.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === SEND_BINDING) this.#heard(payload)
      if (name === PORTS_BINDING) this.#ports.received(payload)
    })
    page.on('Fetch.requestPaused', (paused) => void this.#requested(page, paused))
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return
      this.#crashed = false
      this.#endScripts()
      this.#url = toAppUrl(frame.unreachableUrl ?? frame.url)
      this.mainFrame = new StandInFrame(frame.url, frame.securityOrigin === '://' ? 'null' : frame.securityOrigin)
      this.emit('did-navigate', {}, this.#url, 200, 'OK')
    })
    page.on('Page.navigatedWithinDocument', ({ url }) => {
      this.#url = toAppUrl(url)
      this.emit('did-navigate-in-page', {}, this.#url, true)
    })
    page.on('Page.frameStartedLoading', () => this.emit('did-start-loading'))
    page.on('Page.domContentEventFired', () => this.emit('dom-ready', {}))
    page.on('Page.lifecycleEvent', ({ name }) => {
      if (name === 'firstPaint') this.emit('_painted')
    })
    page.on('Page.loadEventFired', () => {
      this.#loading?.resolve()
      this.#loading = null
      this.emit('did-finish-load')
    })
    page.on('Page.windowOpen', ({ url, windowName }) => this.#windowWanted(url, windowName))
    page.on('Page.javascriptDialogOpening', () => page.send('Page.handleJavaScriptDialog', { accept: true }))
    page.on('Target.attachedToTarget', ({ sessionId }) => this.emit('_child', sessionId))
  }

  async #requested(page: CdpSession, paused: Protocol.Fetch.requestPausedPayload): Promise<void> {
    const isDocument = paused.resourceType === 'Document'
    const isMainFrame = isDocument && paused.frameId === this._targetId
    const url = toAppUrl(paused.request.url)
    if (isDocument) {
      const mine = isMainFrame && this.#ownNavigation
      if (isMainFrame && paused.redirectedRequestId === undefined) this.#ownNavigation = false
      if (!mine && !this.#mayNavigate(url, isMainFrame, paused.redirectedRequestId !== undefined)) {
        // Aborted, not blocked: the page stays where it is.
        page.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' })
        return
      }
    }
    const failed = await answerRequest(page, paused, this.session, this)
    if (failed && isMainFrame) this.#failedLoad('ERR_BLOCKED_BY_CLIENT', url)
  }

  #mayNavigate(url: string, isMainFrame: boolean, redirect: boolean): boolean {
    const event: NavigationEvent = {
      url,
      isMainFrame,
      isSameDocument: false,
      frame: this.mainFrame,
      initiator: this.mainFrame,
      defaultPrevented: false,
      preventDefault() {
        event.defaultPrevented = true
      },
    }
    if (redirect) this.emit('will-redirect', event, url, false, isMainFrame)
    else {
      this.emit('will-frame-navigate', event)
      if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event, url, false, true)
    }
    return !event.defaultPrevented
  }

  #endScripts(): void {
    for (const end of this.#scripts) end(new Error('The document that ran the script has gone.'))
  }

  #documentGone(): void {
    this.#preloadContext = null
    this.#ports.closeAll()
  }

  #windowWanted(url: string, frameName: string): void {
    const details = { url: toAppUrl(url), frameName, features: '', disposition: 'foreground-tab', referrer: { url: '', policy: 'default' } }
    const { action } = this.#openHandler?.(details as unknown as Electron.HandlerDetails) ?? { action: 'allow' as const }
    if (action === 'allow') this.emit('_window', details.url)
  }

  #failedLoad(description: string, url: string): void {
    this.emit('did-fail-load', {}, -2, description, toAppUrl(url), true)
    this.#loading?.reject(new Error(`${description} loading '${toAppUrl(url)}'`))
    this.#loading = null
  }

  // ── told by the shell
  _gone(reason: Electron.RenderProcessGoneDetails['reason']): void {
    this.#crashed = true
    this.#documentGone()
    this.#endScripts()
    this.emit('render-process-gone', {}, { reason, exitCode: reason === 'clean-exit' ? 0 : 1 })
  }

  _resize(width: number, height: number): void {
    this._size = { width, height }
    this._page?.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  }

  _destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#ports.closeAll()
    if (this._targetId !== null) this.#shell.browser.send('Target.closeTarget', { targetId: this._targetId })
    this.emit('destroyed')
  }
}
refuseMissing('webContents', StandInWebContents.prototype)
