import type { Protocol } from 'playwright-core/types/protocol'
import { toAppUrl } from '../address-map.ts'
import type { CdpSession } from '../chromium/cdp.ts'
import type { StandInSession } from './session.ts'
import type { StandInWebContents } from './web-contents.ts'

const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  Document: 'mainFrame',
  Stylesheet: 'stylesheet',
  Image: 'image',
  Media: 'media',
  Font: 'font',
  Script: 'script',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  WebSocket: 'webSocket',
}

/**
 * Answers a paused request as Electron's network stack would: the session's filter first, then the app's own scheme handler, else the
 * network. True when the request was refused or failed.
 */
export async function answerRequest(
  page: CdpSession,
  { requestId, request, resourceType }: Protocol.Fetch.requestPausedPayload,
  session: StandInSession,
  contents: StandInWebContents,
): Promise<boolean> {
  const url = toAppUrl(request.url)
  const allowed = await session.webRequest._allows({
    id: Number.parseInt(requestId.replace(/\D/g, ''), 10),
    url,
    method: request.method,
    webContentsId: contents.id,
    webContents: contents as never,
    resourceType: (RESOURCE_TYPES[resourceType] ?? 'other') as never,
    referrer: '',
    timestamp: Date.now(),
    uploadData: [],
  })
  if (!allowed) {
    process.stderr.write(`stand-in: the session refused ${url.split(/[?#]/)[0]} (${resourceType})\n`)
    page.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
    return true
  }
  const handler = session.protocol._handlerFor(url)
  if (handler === null) {
    page.send('Fetch.continueRequest', { requestId })
    return false
  }
  try {
    const { method, headers, postData } = request
    const response = await handler(new Request(url, { method, headers, ...(postData === undefined ? {} : { body: postData }) }))
    page.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
    return false
  } catch (error) {
    process.stderr.write(`stand-in: the handler of ${url.split(':')[0]} failed: ${error instanceof Error ? error.message : ''}\n`)
    page.send('Fetch.failRequest', { requestId, errorReason: 'Failed' })
    return true
  }
}
