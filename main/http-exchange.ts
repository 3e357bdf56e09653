/** The body of a request as JSON, or why there is none: as an HTTP status and a sentence that quotes nothing of it. */
export type JsonBody = { readonly json: unknown } | { readonly status: number; readonly problem: string }

/** A request as a server of ours hands it on: without what a connection could be opened with. */
export interface HttpRequest extends AsyncIterable<unknown> {
  readonly method?: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** Its answer, as far as who writes one needs it. */
export interface HttpResponse {
  readonly headersSent: boolean
  readonly writableEnded: boolean
  readonly destroyed: boolean
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown
  /** False where the client reads more slowly than this is written: `drain` says when to go on. */
  write(text: string): boolean
  end(text?: string): unknown
  destroy(): unknown
  once(event: 'close' | 'drain', listener: () => void): unknown
  removeListener(event: 'close' | 'drain', listener: () => void): unknown
}

/** Reads it whole, at most `mostBytes`. */
export async function readJsonBody(request: HttpRequest, mostBytes: number): Promise<JsonBody> {
  const tooLong: JsonBody = { status: 413, problem: `A request has at most ${mostBytes} bytes.` }
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return tooLong
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    const chunk = Buffer.isBuffer(part) ? part : Buffer.from(String(part))
    bytes += chunk.length
    if (bytes > mostBytes) return tooLong
    parts.push(chunk)
  }
  try {
    return { json: JSON.parse(Buffer.concat(parts).toString('utf8')) }
  } catch {
    // What is no JSON is the client's to look at; its words are not repeated.
    return { status: 400, problem: 'The body is no JSON.' }
  }
}
