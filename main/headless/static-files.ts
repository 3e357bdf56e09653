import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { mediaTypeOf, rendererHeaders } from '../renderer-files.ts'

export function securityHeaders(port: number): Record<string, string> {
  return rendererHeaders(`'self' ws://127.0.0.1:${port} ws://localhost:${port} ws://[::1]:${port}`)
}

/** Sends a file of the renderer. Hashed assets may be kept by the browser for ever, pages not at all. */
export async function sendFile(response: ServerResponse, file: string, headers: Record<string, string>): Promise<void> {
  response.writeHead(200, {
    ...headers,
    'content-type': mediaTypeOf(file),
    'cache-control': /[\\/]assets[\\/]/.test(file) ? 'public, max-age=31536000, immutable' : 'no-store',
  })
  await pipeline(createReadStream(file), response)
}
