import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { mediaTypeOf, rendererHeaders } from '../renderer-files.ts'

/** The page's socket has the page's own origin, which `'self'` covers. */
export const SECURITY_HEADERS = rendererHeaders("'self'")

/** Who asked for a file and takes nothing of it for so long is let go (ms): no token is needed to ask. */
const STALLED_MS = 60_000

/** Sends a file of the renderer. Hashed assets may be kept by the browser for ever, pages not at all. */
export async function sendFile(
  response: ServerResponse,
  file: string,
  headers: Record<string, string>,
  stalledMs = STALLED_MS,
): Promise<void> {
  response.setTimeout(stalledMs, () => response.destroy())
  response.writeHead(200, {
    ...headers,
    'content-type': mediaTypeOf(file),
    'cache-control': /[\\/]assets[\\/]/.test(file) ? 'public, max-age=31536000, immutable' : 'no-store',
  })
  await pipeline(createReadStream(file), response).catch((error: unknown) => {
    // Whoever asked has gone.
    if (!response.destroyed) throw error
  })
}
