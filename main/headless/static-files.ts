import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { mediaTypeOf, rendererHeaders } from '../renderer-files.ts'

/** The page's socket has the page's own origin, which `'self'` covers. */
export const SECURITY_HEADERS = rendererHeaders("'self'")

/** Sends a file of the renderer. Hashed assets may be kept by the browser for ever, pages not at all. */
export async function sendFile(response: ServerResponse, file: string, headers: Record<string, string>): Promise<void> {
  response.writeHead(200, {
    ...headers,
    'content-type': mediaTypeOf(file),
    'cache-control': /[\\/]assets[\\/]/.test(file) ? 'public, max-age=31536000, immutable' : 'no-store',
  })
  await pipeline(createReadStream(file), response)
}
