import { createLineSplitter, frameTooLarge, type Line, MAX_FRAME_BYTES } from './line-splitter.ts'

/** An event of a server-sent event stream. */
export interface SseFrame {
  /** Null when the server named none. */
  readonly event: string | null
  /** Lines of `data:` joined with `\n`. */
  readonly data: string
  /** False for what was left, without its blank line, when the stream stopped: it may be cut short. */
  readonly complete: boolean
}

export interface SseDecoder {
  /** Frames that these bytes complete; a frame is given out as soon as its blank line is there. */
  push(bytes: Uint8Array): readonly SseFrame[]
  /** What is left at the end of the stream. */
  end(): readonly SseFrame[]
}

/**
 * Incremental decoder of server-sent events after WHATWG HTML, 9.2.6, with two departures that real servers need: a frame without a
 * blank line at the end of the stream is given out (marked incomplete), and `id:` and `retry:` are dropped because no provider
 * resumes. Throws PROVIDER_PROTOCOL when a frame exceeds `maxBytes`.
 */
export function createSseDecoder(maxBytes: number = MAX_FRAME_BYTES): SseDecoder {
  const lines = createLineSplitter(maxBytes)
  let event: string | null = null
  let data: string[] = []
  let size = 0

  function flush(complete: boolean): SseFrame[] {
    const frame = data.length === 0 ? [] : [{ event, data: data.join('\n'), complete }]
    event = null
    data = []
    size = 0
    return frame
  }

  function take(line: Line): SseFrame[] {
    if (line.text === '') return flush(true)
    const colon = line.text.indexOf(':')
    if (colon === 0) return []
    size += line.bytes
    if (size > maxBytes) throw frameTooLarge(maxBytes)
    const name = colon === -1 ? line.text : line.text.slice(0, colon)
    const value = colon === -1 ? '' : line.text.slice(line.text[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (name === 'data') data.push(value)
    else if (name === 'event') event = value === '' ? null : value
    return []
  }

  return {
    push: (bytes) => lines.push(bytes).flatMap(take),
    end: () => [...lines.end().flatMap(take), ...flush(false)],
  }
}

/**
 * The frames of a response body, in order, each as soon as it is whole: those that one read brought come together, so that a fast server
 * does not cost a turn of the event loop a token. What came before an error is given out before it. Leaving the loop closes the body.
 */
export async function* decodeSse(body: AsyncIterable<Uint8Array>, maxBytes: number = MAX_FRAME_BYTES): AsyncGenerator<readonly SseFrame[]> {
  const decoder = createSseDecoder(maxBytes)
  for await (const bytes of body) {
    const frames = decoder.push(bytes)
    if (frames.length > 0) yield frames
  }
  const rest = decoder.end()
  if (rest.length > 0) yield rest
}
