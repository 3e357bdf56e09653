import { ProviderError } from './provider-error.ts'

/** A line of a byte stream, decoded as UTF-8. `complete` is false for what was left, without a line end, when the stream stopped. */
export interface Line {
  readonly text: string
  /** Size on the wire, without the line end. */
  readonly bytes: number
  readonly complete: boolean
}

export interface LineSplitter {
  push(bytes: Uint8Array): readonly Line[]
  end(): readonly Line[]
}

/** Longest line, and largest frame, that a server may send: 1 MiB. */
export const MAX_FRAME_BYTES = 1024 * 1024

const LF = 0x0a
const CR = 0x0d

/**
 * Cuts bytes into lines at `\n`, `\r\n` or `\r` (WHATWG HTML, 9.2.5). Cutting comes before decoding: neither byte occurs inside a
 * UTF-8 sequence, so a character split over two reads needs no care. A lone `\r` ends its line at once; an `\n` that follows it in a
 * later read is dropped, so no line waits for the next byte. Throws PROVIDER_PROTOCOL when a line exceeds `maxBytes`.
 */
export function createLineSplitter(maxBytes: number = MAX_FRAME_BYTES): LineSplitter {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let parts: Uint8Array[] = []
  let size = 0
  let dropLf = false
  let first = true

  function hold(part: Uint8Array): void {
    if (part.byteLength === 0) return
    size += part.byteLength
    if (size > maxBytes) throw frameTooLarge(maxBytes)
    parts.push(part)
  }

  function take(complete: boolean): Line {
    const only = parts[0]
    let text = decoder.decode(parts.length === 1 && only !== undefined ? only : Buffer.concat(parts))
    // One byte order mark at the very start is not content.
    if (first && text.startsWith('\uFEFF')) text = text.slice(1)
    first = false
    const line = { text, bytes: size, complete }
    parts = []
    size = 0
    return line
  }

  return {
    push(bytes) {
      const lines: Line[] = []
      let start = 0
      if (bytes.byteLength > 0) {
        if (dropLf && bytes[0] === LF) start = 1
        dropLf = false
      }
      let lf = bytes.indexOf(LF, start)
      let cr = bytes.indexOf(CR, start)
      while (lf !== -1 || cr !== -1) {
        const end = cr === -1 || (lf !== -1 && lf < cr) ? lf : cr
        hold(bytes.subarray(start, end))
        lines.push(take(true))
        start = end + 1
        if (end === cr) {
          dropLf = start === bytes.byteLength
          if (bytes[start] === LF) start += 1
        }
        if (lf !== -1 && lf < start) lf = bytes.indexOf(LF, start)
        if (cr !== -1 && cr < start) cr = bytes.indexOf(CR, start)
      }
      // A copy, because the reader may reuse its buffer.
      hold(bytes.slice(start))
      return lines
    },
    end() {
      return size === 0 ? [] : [take(false)]
    },
  }
}

export function frameTooLarge(maxBytes: number): ProviderError {
  return new ProviderError('PROVIDER_PROTOCOL', `The provider sent a piece larger than ${maxBytes} bytes. Check that its address is right.`)
}
