// `import … from 'electron'` in an app that the stand-in runs.
const electron = globalThis[Symbol.for('stand-in.electron')]

// biome-ignore lint/style/noDefaultExport: Electron's module has one.
export default electron
export const {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
} = electron
