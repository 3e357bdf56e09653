import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, clipboard, dialog, globalShortcut, Menu, session, shell } from 'electron'
import type { App } from './app.ts'
import {
  APP_ID,
  applyGpuMarker,
  createCommandQueues,
  createDesktopSettings,
  createDesktopStatus,
  createDesktopUpdates,
  createOpenedFiles,
  createPathChooser,
  createQuickWindow,
  createQuitGuard,
  createRecoveryWindows,
  createRestart,
  createStartAtLogin,
  createWindows,
  describeCrash,
  endOnUncaught,
  filesAmong,
  forkUtilityChild,
  hardenContents,
  hardenSession,
  keepCrashesLocal,
  LINK_SCHEME,
  linkAmong,
  menuTemplate,
  openBootRecord,
  openKeychain,
  pageKeepsCrashing,
  parseDeepLink,
  RECOVERY_PATH,
  registerAppScheme,
  type Situation,
  safeStorageBackend,
  serveRenderer,
  serveRpc,
  startFailure,
  startsKeepFailing,
  watchGpu,
  watchPage,
  watchPower,
  wordsOf,
  writeCrashReport,
} from './electron/index.ts'
import { token } from './platform.ts'
import { createPowerRelay } from './power.ts'
import type { DataDirLock } from './storage/index.ts'
import { systemPlatform } from './system-platform.ts'
import { openLogFile } from './telemetry/index.ts'

const built = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))
/** What still runs is given so long to be put down safely. */
const DISPOSE_MS = 5_000

// The order of the start, and why it is so.
// 1 Sandbox and scheme: neither can be set once Electron is ready. What confines pages is in place before there can be one.
const withoutSandbox = app.commandLine.hasSwitch('no-sandbox')
app.enableSandbox()
registerAppScheme()
hardenContents()
// 2 The profile, since everything that follows is kept in it.
if (process.env.TIDEGATE_HOME !== undefined) app.setPath('userData', process.env.TIDEGATE_HOME)
// 3 One process per profile, before anything opens the database. The first one is told what link the second was started with. A packaged
// app that somebody starts without the sandbox (an AppImage does so by itself where the system offers none) does not start at all.
if (app.isPackaged && withoutSandbox) refuseWithoutSandbox()
else if (app.requestSingleInstanceLock()) start(app.getPath('userData'))
else app.quit()

function start(dataDir: string): void {
  const power = createPowerRelay()
  const toFile = openLogFile(dataDir)
  const write = (line: string): void => {
    process.stderr.write(line)
    toFile(line)
  }
  const platform = { ...systemPlatform(process.env, write), power }
  const { log } = platform
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch {
    // What cannot be made cannot be locked either, and is told below.
  }
  // 4 Crashes: from here on they are kept, counted, and end the app only after its work is safe.
  let core: App | null = null
  let lock: DataDirLock | null = null
  const dispose = async (): Promise<void> => {
    await core?.dispose()
    lock?.release()
  }
  const updates = createDesktopUpdates({
    dataDir,
    resourcesDir: join(root, 'resources'),
    isPackaged: app.isPackaged,
    version: app.getVersion(),
    env: process.env,
    quit: () => setImmediate(() => app.quit()),
    relaunch: () => app.relaunch(),
  })
  keepCrashesLocal()
  endOnUncaught(dataDir, dispose)
  const softer = applyGpuMarker(dataDir)
  watchGpu(dataDir, () => log.warn('gpu.crashed'))
  const boot = openBootRecord(dataDir)

  // 5 The core, while Chromium starts, since neither needs the other: Electron is not ready before this file has been run, so the core's
  // code is read after that. The system's own lock on the folder comes first: a copied profile or
  // another host may be in it although the lock above was free. After three failed starts the person is asked first.
  const compose = async (): Promise<App> => {
    const { lockDataDir } = await import('./storage/index.ts')
    lock = lockDataDir(dataDir)
    const { createApp } = await import('./app.ts')
    core = await createApp(
      {
        dataDir,
        resourcesDir: join(root, 'resources'),
        storageThreadFile: join(built, 'storage-thread.js'),
        textWorkerFile: join(built, 'text-worker.js'),
        pictureWorkerFile: join(built, 'picture-worker.js'),
        samplingThreadFile: join(built, 'sampling-thread.js'),
        forkModel: () => forkUtilityChild(join(built, 'model-process.js'), process.env),
        mode: 'host',
        // The packaged app cannot run as Node, so it has no command to start.
        ...(app.isPackaged ? {} : { build: { version: app.getVersion(), root, builtDir: built, rendererDir: join(root, 'out/renderer') } }),
        keys: openKeychain({ dataDir, env: process.env, backend: safeStorageBackend(), clock: platform.clock, log }),
        updates: updates.forCore,
      },
      platform,
    )
    core.telemetry.start({ version: app.getVersion(), host: 'electron' })
    return core
  }
  const go = Promise.withResolvers<void>()
  if (!boot.safeMode) go.resolve()
  const composing = go.promise.then(compose)
  // Its failure is shown once there can be a window.
  composing.catch(() => {})

  const commands = createCommandQueues()
  const recovery = createRecoveryWindows(dataDir)
  const settings = createDesktopSettings({
    dataDir,
    asked: () => [app.getLocale()],
    startAtLogin: createStartAtLogin(),
    keys: globalShortcut,
    onQuick: () => quick.toggle(),
  })
  const words = () => wordsOf(settings.speech().language)
  const restart = createRestart(process.argv.slice(1), (args) => app.relaunch({ args }))
  const quitGuard = createQuitGuard(
    () => status?.counts() ?? { running: 0, waiting: 0, writing: 0 },
    words,
    () => {
      restart.forget()
      updates.forget()
    },
  )
  const preloadFile = join(root, 'out/preload/index.cjs')
  const quick = createQuickWindow(preloadFile)
  const opened = createOpenedFiles(async () => (await composing).sources)
  const windows = createWindows({
    dataDir,
    preloadFile,
    commands,
    mayClose: (window) => quitGuard.mayClose(window, windows.count() === 1 && process.platform !== 'darwin'),
    onOpen(window) {
      // The quick window is of no use without a window to show its draft in.
      window.on('closed', () => {
        if (windows.count() === 0) quick.close()
      })
      watchPage(window, {
        now: () => platform.clock.now(),
        onCrash: (reason) => log.warn('page.crashed', { reason: token(reason) }),
        onGiveUp(reason) {
          const told = recovery.open(pageKeepsCrashing(reason), () => {
            windows.open()
            told.destroy()
          })
          window.destroy()
        },
      })
    },
  })
  const actions = {
    show: windows.show,
    open: () => void windows.focus(),
    newWindow: () => void windows.open(),
    quickWindow: quick.toggle,
    openDataFolder: () => void shell.openPath(dataDir),
    quit: () => app.quit(),
  }
  let status: ReturnType<typeof createDesktopStatus> | null = null
  const showMenu = (): void => {
    const { keys } = settings.speech()
    const context = { platform: process.platform, appName: app.getName(), packaged: app.isPackaged, words: words(), keys }
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, context)))
    status?.refresh()
  }
  /** What a start, or another one, was asked to open: a link, or files, about which the person is asked. */
  const openAsked = (args: readonly string[], folder: string): boolean => {
    const offer = opened.offer(filesAmong(args, folder, dataDir))
    const link = linkAmong(args)
    if (link !== null) follow(link)
    if (offer !== null) windows.show(offer)
    return link !== null || offer !== null
  }
  const follow = (link: string | null): void => {
    const command = link === null ? null : parseDeepLink(link)
    if (link !== null && command === null) log.warn('link.refused')
    if (command === null) windows.focus()
    else windows.show(command)
  }

  const router = Promise.all([composing, import('./rpc/index.ts')]).then(([running, { createRouter, noticesOfDrawing }]) =>
    createRouter(
      running,
      { host: 'electron', version: app.getVersion(), platform: process.platform, dataDir, pid: process.pid },
      {
        copyText: (text) => clipboard.writeText(text),
        commands: commands.listen,
        choosePath: createPathChooser(windows, words),
        speak(speech) {
          if (settings.speak(speech)) showMenu()
        },
        settings: settings.settings,
        set: settings.set,
        takeFiles: opened.take,
        hideQuickWindow(client) {
          if (quick.isKnown(Number(client))) quick.hide()
        },
        showGeneration(client, generationId) {
          windows.show({ type: 'show-generation', generationId })
          if (quick.isKnown(Number(client))) quick.close()
        },
        openDataFolder: async () => void (await shell.openPath(dataDir)),
        restart: () =>
          setImmediate(() => {
            restart.want()
            app.quit()
          }),
        notices: noticesOfDrawing(softer),
      },
    ),
  )
  router.catch(() => {})

  /** The first window, and with it the end of the start: it has painted, and the core answers. */
  const openFirst = (): void => {
    const painted = Promise.withResolvers<void>()
    windows.open().once('ready-to-show', () => painted.resolve())
    Promise.all([painted.promise, composing]).then(boot.succeeded, () => {})
    openAsked(process.argv.slice(1), process.cwd())
  }
  /** A start that failed, or that waits for a word, is told in a window of its own. */
  const tell = (situation: Situation, onTryAgain: () => void): void => {
    const others = BrowserWindow.getAllWindows()
    const told = recovery.open(situation, () => {
      onTryAgain()
      told.destroy()
    })
    for (const window of others) window.destroy()
  }
  const startOver = (): void => {
    // What is half made in this process is left behind.
    app.relaunch()
    app.exit(0)
  }

  app.on('second-instance', (_event, argv, folder) => {
    if (!openAsked(argv.slice(1), folder)) windows.focus()
  })
  // On a Mac: a file that is opened with the app, or dropped on its icon.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    app.whenReady().then(() => openAsked([path], '/'))
  })
  app.on('will-quit', () => globalShortcut.unregisterAll())
  app.on('open-url', (event, url) => {
    event.preventDefault()
    app.whenReady().then(() => follow(url))
  })
  app.on('activate', () => void windows.focus())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  const onEnd = (): void => {
    boot.succeeded()
    restart.ending()
  }
  // A new version takes the place of this one when nothing of it runs any more.
  endWith(quitGuard, onEnd, () => dispose().then(updates.ending))

  app.whenReady().then(async () => {
    // 6 The network and the permissions of pages, before the first page.
    hardenSession(session.defaultSession)
    serveRenderer(join(root, 'out/renderer'), { path: RECOVERY_PATH, text: recovery.page })
    serveRpc(
      router,
      (id) => windows.isKnown(id) || quick.isKnown(id),
      () => log.warn('rpc.refused', { code: token('FORBIDDEN_SENDER') }),
    )
    app.setAsDefaultProtocolClient(LINK_SCHEME)
    // Windows groups windows and notifications by it.
    app.setAppUserModelId(APP_ID)
    showMenu()
    settings.start()
    // 7 The window: it shows itself while the core is still being composed, and is answered as soon as that is done.
    if (boot.safeMode)
      tell(startsKeepFailing(boot.failures), () => {
        go.resolve()
        openFirst()
      })
    else openFirst()
    try {
      const running = await composing
      status = createDesktopStatus({
        iconsDir: join(root, 'resources/icons'),
        actions,
        windowInFront: () => BrowserWindow.getFocusedWindow() !== null,
        words,
      })
      running.events.on((event) => {
        if (event.type === 'job_changed') status?.jobChanged(event.job)
      })
      watchPower({
        relay: power,
        onChange(what) {
          log.info('power.changed', { what: token(what) })
          running.resources.outdate()
          running.jobs.wake('world-changed')
        },
        onShutdown() {
          // An installer that the end of the system breaks off leaves half an app.
          updates.forget()
          quitGuard.release()
        },
      })
    } catch (error) {
      log.error('start.failed', error)
      writeCrashReport(dataDir, describeCrash(error, new Date()))
      tell(startFailure(error), startOver)
    }
  })
}

function refuseWithoutSandbox(): void {
  dialog.showErrorBox(
    'Tidegate needs the sandbox',
    'It was started with --no-sandbox, or the system offers no sandbox to it. Start it without that switch, or install the deb or rpm package.',
  )
  app.exit(1)
}

/** The end: the person's word first, then what runs is put down safely, within a deadline. */
function endWith(quitGuard: ReturnType<typeof createQuitGuard>, onEnd: () => void, dispose: () => Promise<void>): void {
  let ending = false
  app.on('before-quit', (event) => {
    if (ending) return
    event.preventDefault()
    if (!quitGuard.mayQuit()) return
    ending = true
    onEnd()
    const deadline = setTimeout(() => app.exit(1), DISPOSE_MS)
    dispose().then(
      () => {
        clearTimeout(deadline)
        app.quit()
      },
      () => app.exit(1),
    )
  })
}
