import { readFile } from 'node:fs/promises'
import { net, protocol } from 'electron'
import { fileFor, mediaTypeOf, rendererHeaders } from '../renderer-files.ts'

export const APP_ORIGIN = 'app://renderer'

/** Must run before the app is ready: makes `app://` a standard, secure origin, so that the renderer never needs `file://`. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** Serves the built renderer under `app://renderer/`, with the strict policy, and nothing outside its folder. */
export function serveRenderer(rendererDir: string): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    const file = url.host === 'renderer' && request.method === 'GET' ? fileFor(rendererDir, url.pathname) : null
    if (file === null) return new Response('Not found', { status: 404 })
    const bytes = await readFile(file)
    return new Response(new Uint8Array(bytes), { headers: { ...rendererHeaders("'self'"), 'content-type': mediaTypeOf(file) } })
  })
}

/** Whether Chromium's network stack thinks that there is a network at all. */
export function isOnline(): boolean {
  return net.isOnline()
}
