import { createLineSplitter, type Line, MAX_FRAME_BYTES } from './line-splitter.ts'

export interface NdjsonDecoder {
  /** Lines that these bytes complete, without blank ones. */
  push(bytes: Uint8Array): readonly Line[]
  /** The last line when it had no line end; it may be cut short. */
  end(): readonly Line[]
}

/**
 * Incremental decoder of newline-delimited JSON: one document per line, blank lines and a missing last line end tolerated. It gives
 * out text, so that the caller can tell a damaged line from a cut one. Throws PROVIDER_PROTOCOL when a line exceeds `maxBytes`.
 */
export function createNdjsonDecoder(maxBytes: number = MAX_FRAME_BYTES): NdjsonDecoder {
  const lines = createLineSplitter(maxBytes)
  const filled = (line: Line): boolean => line.text.trim() !== ''
  return {
    push: (bytes) => lines.push(bytes).filter(filled),
    end: () => lines.end().filter(filled),
  }
}

/** The lines of a response body, in order, each as soon as it is whole; those that one read brought come together. Leaving the loop closes the body. */
export async function* decodeNdjson(body: AsyncIterable<Uint8Array>, maxBytes: number = MAX_FRAME_BYTES): AsyncGenerator<readonly Line[]> {
  const decoder = createNdjsonDecoder(maxBytes)
  for await (const bytes of body) {
    const lines = decoder.push(bytes)
    if (lines.length > 0) yield lines
  }
  const rest = decoder.end()
  if (rest.length > 0) yield rest
}
