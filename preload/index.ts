import { contextBridge, ipcRenderer } from 'electron'

/**
 * The bridge, and nothing but the bridge: the page may ask for its message port. Without the sandbox or context isolation there is
 * no bridge at all, and so no core behind the page.
 */
if (!process.sandboxed || !process.contextIsolated) throw new Error('Tidegate refuses to run without sandbox and context isolation.')

ipcRenderer.on('tidegate:port', (event) => {
  // The page can hold a port, the bridge cannot hand one over: it travels as a message to the page's own window.
  window.postMessage('tidegate:port', window.location.origin, event.ports)
})

contextBridge.exposeInMainWorld('tidegate', {
  connect: async (): Promise<void> => ipcRenderer.send('tidegate:connect'),
})
