import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { fileFor, mediaTypeOf, rendererHeaders } from '../renderer-files.ts'
import { isOwnAddress } from './app-origin.ts'

/** Must run before the app is ready: makes `app://` a standard, secure origin, so that the renderer never needs `file://`. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** A page that is made, not read: its path and its text. */
export interface MadePage {
  readonly path: string
  readonly text: () => string
}

/** Serves the built renderer under `app://renderer/`, with the strict policy, and nothing outside its folder; and one page that is made. */
export function serveRenderer(rendererDir: string, made: MadePage): void {
  protocol.handle('app', (request) => answer(rendererDir, request, made))
}

/** One request for a file. Whatever is refused is "not found", with nothing said about why. */
export async function answer(
  rendererDir: string,
  { url, method }: { readonly url: string; readonly method: string },
  made: MadePage | null = null,
): Promise<Response> {
  const headers = rendererHeaders("'self'")
  if (made !== null && method === 'GET' && isOwnAddress(url) && new URL(url).pathname === made.path) {
    return new Response(made.text(), { headers: { ...headers, 'content-type': mediaTypeOf('page.html') } })
  }
  const file = method === 'GET' && isOwnAddress(url) ? fileFor(rendererDir, new URL(url).pathname) : null
  if (file === null) return new Response('Not found', { status: 404, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } })
  const bytes = await readFile(file)
  return new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-type': mediaTypeOf(file) } })
}
